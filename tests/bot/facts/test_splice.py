"""A sentence about another launch of another day changes no number: whatever its language, its form and its place."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.facts.read import read_facts
from bot.model.facts import as_json
from tests.making import read

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
"""A Friday."""
NUMBERS = ("count", "range_km", "apogee_km", "yield_kt", "magnitude", "designated", "also_range_km", "also_apogee_km")
TOPICS = ["launches", "nuclear"]

TEXTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("North Korea fires two ballistic missiles", "They were fired from Wonsan on Thursday.\nBoth flew 410 km."),
        ("Iran launches satellite into 480-km orbit", "The rocket lifted off on Friday.\nIt carries a camera."),
        ("Pakistan tests missile", "The missile covered 290 kilometres, the army said.\nThe sea was calm."),
        (
            "Japan to launch moon probe in 2028",
            "The agency will use an H3 rocket.\nIt is the second probe of its kind.",
        ),
        (
            "North Korea fires missile",
            "Seoul saw it at dawn. It rose to 90 km. No ship was hit.\nIt fell into the sea.",
        ),
        ("India tests long-range missile", "It can reach 4,500 km, officials said on Friday.\nThe test went well."),
        ("China launches rocket with crew", "Three people are on board.\nThe trip lasts six months."),
        ("North Korea conducts nuclear test", "The blast of 12 kilotons was felt in Yanji.\nSchools were closed."),
        ("Russia fires cruise missiles at range", "The navy fired at targets in the north.\nNobody was hurt."),
    ),
    "ko": (
        ("북한, 탄도미사일 2발 발사", "합참은 20일 원산에서 발사된 미사일을 포착했다.\n두 발 모두 410㎞를 비행했다."),
        ("북, 신형 미사일 시험발사", "미사일은 고도 90㎞까지 올라갔다.\n군은 감시를 강화했다."),
        ("누리호 발사 성공", "누리호가 20일 나로우주센터에서 발사됐다.\n위성은 고도 550㎞ 궤도에 올랐다."),
        ("이란, 미사일 발사", "이란군은 19일 훈련을 했다.\n배는 피해가 없었다."),
        ("북한 핵실험", "위력은 12㏏으로 추정된다.\n규모 5.1의 지진이 났다."),
        ("북한, 순항미사일 발사", "군은 여러 발을 탐지했다.\n비행거리는 1천500㎞였다."),
    ),
    "ja": (
        ("北朝鮮が弾道ミサイル2発を発射", "防衛省によると、20日朝に発射された。\n約410キロ飛行した。"),
        ("北朝鮮がミサイル発射", "最高高度は90キロだった。\n船舶の被害はない。"),
        ("H3ロケット打ち上げ成功", "衛星は高度550キロの軌道に入った。\n関係者は喜んだ。"),
        ("イランがミサイルを発射", "訓練は19日に行われた。\n被害の情報はない。"),
        ("北朝鮮が核実験", "規模は12キロトンとみられる。\n学校は休みになった。"),
        ("北朝鮮、巡航ミサイル発射", "複数発が確認された。\n1500キロ飛行したという。"),
    ),
    "zh": (
        ("朝鲜发射两枚弹道导弹", "导弹20日从元山发射。\n导弹飞行约410公里。"),
        ("朝鲜试射导弹", "最高高度为90公里。\n没有船只受损。"),
        ("中国成功发射卫星", "长征二号火箭20日升空。\n卫星进入550公里轨道。"),
        ("伊朗发射导弹", "演习于19日举行。\n没有人员伤亡。"),
        ("朝鲜进行核试验", "当量约12千吨。\n学校停课。"),
        ("印度试射导弹", "该导弹射程为4500公里。\n试验取得成功。"),
    ),
    "ru": (
        ("КНДР запустила две баллистические ракеты", "Пуск состоялся в четверг.\nРакеты пролетели 410 км."),
        ("КНДР испытала ракету", "Она поднялась на высоту 90 км.\nСуда не пострадали."),
        ("Иран запустил спутник на орбиту высотой 550 км", "Ракета стартовала в пятницу.\nСпутник несёт камеру."),
        ("Индия испытала ракету", "Дальность ракеты 4500 км.\nИспытание прошло успешно."),
        ("КНДР провела ядерное испытание", "Мощность взрыва составила 12 килотонн.\nШколы закрыты."),
        ("Россия запустила крылатые ракеты", "Флот стрелял по целям на севере.\nНикто не пострадал."),
    ),
}
"""Made up, by their languages: a title and paragraphs."""

OTHERS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "On 3 March India launched four missiles that flew 900 km and rose to 300 km.",
        "In May the North fired seven missiles, each flying 800 kilometres at an altitude of 200 kilometres.",
        "Iran launched nine rockets two months ago, and one of them travelled 1,700 km.",
        "Last Tuesday Russia had tested another missile; that one flew 5,600 km.",
        "China launched 11 satellites into a 1,100-km orbit in 2024.",
        "A day earlier it launched five missiles, which covered 640 km.",
        "Four missiles were fired by Pakistan on 2 October, with a range of 2,750 km.",
        "Next month Japan will launch three rockets into a 900-km orbit.",
        "Pyongyang's test of September 2017 had a yield of 250 kilotons and caused a magnitude 6.3 quake.",
        "Iran's missile launch in January sent 15 missiles as far as 1,400 km.",
        "The previous launch, on 9 August, saw eight missiles fly 600 km to a peak of 150 km, Seoul's military said.",
        "It is the first launch since 14 August, when eight missiles flew 620 km.",
        "The record is held by a missile that reached an altitude of 6,000 km in March 2022.",
        "The country's last test, of five missiles, was on 4 November.",
        "That followed the firing of six missiles on Saturday.",
        "Four days before that, it fired 12 rockets which went 380 km.",
        "On Monday Iran fired six missiles, two of them to a distance of 2,100 km.",
        "Sunday's launch by Pakistan was of three missiles with a range of 2,200 km.",
        "Iran's Sejjil flew 2,000 km when it was tested in May.",
        "SpaceX put 23 satellites into a 530-km orbit on 11 November.",
        "Two of its missiles flew 250 miles in 2019.",
        "Last month's launch of ten missiles alarmed Tokyo; they flew 700 km.",
        "Seoul had said the missiles it saw on Nov. 4 flew 1,000 km.",
        "Earlier this year, it tested a missile that flew 1,100 km at an apogee of 1,000 km.",
        "In September 2016 a test of 20 kilotons caused a quake of magnitude 5.3.",
        "The army said last week that seven rockets had been launched.",
    ),
    "ko": (
        "지난 3월 인도는 미사일 4발을 발사했고 900㎞를 비행했다.",
        "앞서 북한은 지난달 5일 미사일 7발을 쐈으며 고도 300㎞까지 올라갔다.",
        "두 달 전 이란이 쏜 미사일 9발은 1천700㎞를 날아갔다.",
        "러시아는 지난주 미사일 여덟 발을 발사했다. ",
        "2017년 9월 핵실험의 위력은 250㏏, 규모 6.3이었다.",
        "작년 11월 3일 발사한 미사일은 비행거리 5천600㎞, 정점고도 1천200㎞였다.",
        "일본은 내년 3월 로켓 3기를 고도 900㎞ 궤도로 발사할 예정이다.",
        "북한은 지난달 8일에도 단거리 탄도미사일 5발을 쐈다.",
        "이에 앞서 6일에는 3발을 발사한 바 있다.",
        "북한의 미사일 발사는 미사일 6발을 쏜 지난 9월 4일 이후 처음이다.",
        "월요일에는 이란이 미사일 여섯 발을 2천100㎞까지 날렸다.",
        "사흘 전에는 방사포 스물네 발을 쐈다.",
        "파키스탄이 11월 3일 발사한 미사일은 사거리가 2천750㎞다.",
        "2022년 3월에는 고도 6천200㎞까지 치솟았다.",
        "합참은 당시 미사일 4발이 620㎞를 날았다고 밝혔다.",
        "스페이스X는 지난 11일 위성 23기를 고도 530㎞ 궤도에 올렸다.",
        "지난주 발사 때 미사일 10발은 700㎞를 비행했다고 군은 설명했다.",
    ),
    "ja": (
        "インドは3月、ミサイル4発を発射し、900キロ飛行した。",
        "先月5日にはミサイル7発を発射し、高度300キロに達した。",
        "イランが2カ月前に発射した9発は1700キロ飛行した。",
        "先週、ロシアはミサイル8発を発射した。",
        "2017年9月の核実験の規模は250キロトンだった。",
        "昨年11月のミサイルは5600キロ飛び、最高高度は1200キロだった。",
        "来年3月にはロケットを高度900キロの軌道に打ち上げる予定だ。",
        "今月7日にも2発を発射している。",
        "北朝鮮のミサイル発射は、8発を発射した9月4日以来となる。",
        "月曜日にはイランがミサイル6発を発射し、2100キロ飛んだ。",
        "前回の10月9日は5発で、飛行距離は620キロだった。",
        "2022年3月には高度6200キロに達した。",
        "3日前には二十四発を撃った。",
        "スペースXは11日、衛星を高度530キロの軌道に投入した。",
        "防衛省によると、先月のミサイルは約700キロ飛行した。",
    ),
    "zh": (
        "今年3月，印度发射了4枚导弹，飞行900公里。",
        "上月5日，朝鲜发射7枚导弹，最高高度300公里。",
        "两个月前，伊朗发射的9枚导弹飞行了1700公里。",
        "上周，俄罗斯发射了八枚导弹。",
        "2017年9月的核试验当量为250千吨。",
        "去年11月发射的导弹射程5600公里，高度1200公里。",
        "明年3月，日本将把火箭发射到900公里轨道。",
        "本月7日，朝鲜也发射了两枚导弹。",
        "上一次发射是在9月8日，当时发射了三枚导弹，飞行620公里。",
        "这是自8月14日发射八枚导弹以来的首次发射。",
        "周一，伊朗发射六枚导弹，飞行2100公里。",
        "2022年3月，导弹最高高度达到6200公里。",
        "三天前发射了二十四枚火箭弹。",
        "韩国军方称，10月的导弹飞行了约700公里。",
    ),
    "ru": (
        "В марте Индия запустила четыре ракеты, которые пролетели 900 км.",
        "5 октября КНДР запустила семь ракет, они поднялись на высоту 300 км.",
        "Два месяца назад Иран выпустил девять ракет, пролетевших 1700 км.",
        "На прошлой неделе Россия запустила восемь ракет.",
        "В 2017 году мощность испытания составила 250 килотонн.",
        "Днем ранее было выпущено пять ракет дальностью 5600 км.",
        "В следующем году Япония запустит ракету на орбиту высотой 900 км.",
        "Предыдущий пуск состоялся 9 октября, тогда было выпущено пять ракет.",
        "Это первый пуск с мая, когда КНДР выпустила восемь ракет, пролетевших 620 км.",
        "Ранее, 3 ноября, Пакистан испытал ракету дальностью 2750 км.",
        "В понедельник Иран выпустил шесть ракет на расстояние 2100 км.",
        "В марте 2022 года ракета поднялась на высоту 6200 км.",
        "Тремя днями ранее было выпущено двадцать четыре ракеты.",
        "В октябре, по данным военных, ракета пролетела 700 км.",
        "Прошлой весной ракета достигла высоты 1000 км.",
    ),
}
"""Another launch of another day, in each language."""

RUNS = [(language, number) for language in TEXTS for number in range(len(TEXTS[language]))]


def numbers(title: str, text: str, language: str) -> dict[str, Any]:
    """Every number that is stated, by group and field."""
    groups = as_json(read_facts(read(title, text, language), AT, TOPICS))
    return {
        f"{name}.{field}": [one["value"] for one in fact] if isinstance(fact, list) else fact["value"]
        for name, group in groups.items()
        for field, fact in (group or {}).items()
        if field in NUMBERS and fact
    }


@pytest.mark.parametrize(("language", "number"), RUNS)
def test_another_launch_of_another_day_changes_no_number(language: str, number: int) -> None:
    """Behind the last paragraph and behind the first one."""
    title, text = TEXTS[language][number]
    first, _, rest = text.partition("\n")
    before = numbers(title, text, language)
    changed = [
        (other, after)
        for other in OTHERS[language]
        for spliced in (f"{text}\n{other}", f"{first}\n{other}\n{rest}", f"{text} {other}")
        if (after := numbers(title, spliced, language)) != before
    ]
    assert not changed, before


LISTINGS: Mapping[str, tuple[tuple[str, str], tuple[str, ...]]] = {
    "en": (
        ("EU sanctions 14 Belarusian judges", "The bloc froze their assets on Thursday.\nMinsk called it a farce."),
        (
            "In May Canada sanctioned 22 officials and nine firms.",
            "The EU has listed 310 people and 40 firms since 2020.",
            "A day earlier Britain sanctioned six banks.",
            "The judges jailed 60 journalists and 12 lawyers, the EU said.",
            "The step brings the total to 240 people.",
            "Three officials familiar with the matter said so.",
            "Next month it will add five firms to the list.",
        ),
    ),
    "ko": (
        ("EU, 벨라루스 판사 14명 제재", "EU는 19일 자산을 동결했다.\n민스크는 반발했다."),
        (
            "앞서 캐나다는 지난 5월 개인 22명과 기관 9곳을 제재했다.",
            "지난해부터 지금까지 제재한 개인은 310명이다.",
            "시위에서는 12명이 숨졌다.",
        ),
    ),
    "ja": (
        ("EU、ベラルーシの判事14人を制裁", "EUは19日、資産を凍結した。\nミンスクは反発した。"),
        ("カナダは5月に22人と9団体を制裁した。", "デモでは12人が死亡した。"),
    ),
    "zh": (
        ("欧盟制裁14名白俄罗斯法官", "欧盟19日冻结其资产。\n明斯克表示反对。"),
        ("今年5月，加拿大制裁了22名个人和9家实体。", "抗议中有12人死亡。"),
    ),
    "ru": (
        ("ЕС ввел санкции против 14 чиновников Белоруссии", "Активы заморожены в четверг.\nМинск возмущен."),
        ("В мае Канада ввела санкции против 22 человек и 9 компаний.", "В ходе протестов погибли 12 человек."),
    ),
}
"""A title and paragraphs about those who are listed, and sentences about others, by language."""


@pytest.mark.parametrize("language", LISTINGS)
def test_others_who_are_counted_change_no_number_of_the_listed(language: str) -> None:
    """Listed on another day, in all, hurt, jailed or speaking."""
    (title, text), others = LISTINGS[language]
    first, _, rest = text.partition("\n")

    def listed(told: str) -> int | None:
        sanctions = read_facts(read(title, told, language), AT, ["sanctions"]).sanctions
        return sanctions.designated.value if sanctions and sanctions.designated else None

    before = listed(text)
    for other in others:
        assert {listed(f"{text}\n{other}"), listed(f"{first}\n{other}\n{rest}"), listed(f"{text} {other}")} == {before}
