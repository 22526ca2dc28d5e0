# 봉수가 한국어로 하는 모든 말. 키와 뜻은 en.ftl을 따른다.

language-name = 한국어
language-timezone = Asia/Seoul

greeting =
    🔥 <b>봉수</b>는 제재와 발사 소식을 보도 후 몇 초 안에 전하는 경보 봇입니다.
    여러 매체가 보도해도 사건 하나에 메시지 하나만 오고, 왜 왔는지도 알려 드립니다.
    아래에서 받을 주제와 지역을 고르세요. 나머지는 /help 에 있습니다.
greeting-back =
    🔥 <b>봉수</b>에 다시 오셨군요.
    전에 받던 주제에 표시해 두었고, 새 경보는 지금부터 옵니다.
    주제를 눌러 바꿀 수 있습니다. 나머지는 /help 에 있습니다.
greeting-group =
    🔥 <b>봉수</b>입니다. 제재와 발사 소식을 사건마다 메시지 하나로 전합니다.
    이 방에서 받을 주제는 관리자가 /subscribe 로 고를 수 있습니다.

help =
    <b>봉수</b>는 뉴스 피드 { $feeds }개를 읽고 사건마다 한 번만 알려 드립니다. 두 번째 매체가 확인하면 새 메시지를 보내지 않고 같은 메시지를 고칩니다.

    { $commands }

    주제 말고도 원하는 말을 그대로 받을 수 있습니다. /topic add 뒤에 이름과 검색식을 쓰세요. /topic try 는 지난 30일이면 무엇이 왔을지 먼저 보여 드립니다.
    🔥부터 🔥🔥🔥🔥🔥까지는 사안의 중대성입니다. 경보 아래 버튼을 누르면 어떤 말 때문에 왔는지 보여 드립니다.
    ✎ 표시는 외국어 보도의 사실만 모아 제가 지은 제목이며, 원래 제목은 그 아래에 있습니다. 🌐 표시는 기계 번역입니다.
    그룹에서는 관리자만 설정을 바꿀 수 있습니다. 소식은 통신사, 신문, 정부 기관, 전문 매체에서 오며, 경보마다 매체 이름과 첫 보도의 링크가 있습니다.

help-group-news = 🔎 <b>소식 찾기</b>
help-group-choose = 📌 <b>받을 소식 고르기</b>
help-group-how = 🔔 <b>받는 방법 고르기</b>
help-group-alert = 💬 <b>경보에 대해 묻기</b>: 경보 아래 ‘{ button-read }, { button-cite }’ 곁의 버튼
help-group-here = ⚙️ <b>이 대화와 봉수</b>
help-group-service = 🛠 <b>서비스 관리</b>(관리자 전용)
help-button-why = 온 까닭, 그리고 횃불 수의 근거
help-button-sources = 보도한 매체와 시각
help-button-mute = 이 소식은 정정만 소리 없이
help-button-outlet = 이 매체만 전하는 소식은 받지 않기
help-button-irrelevant = 관련 없는 소식이었다고 알리기
help-button-take = 그룹에서: 맡았다고 모두에게 보이기
help-button-details = 그룹과 채널에서: 모든 내용을 저와의 대화에서 보기
help-inline = 다른 대화에서도 <code>@{ $bot } 화성</code> 이라고 쓰면 그곳에 공유할 소식을 골라 드립니다.
help-guest = 게스트 봇을 부를 수 있는 대화에서는 메시지에 <code>@{ $bot }</code>{ JOSA($bot, "과", "와") } 찾을 말을 함께 쓰면 그 자리에서 답합니다.

menu-start = 주제를 고르고 시작하기
menu-help = 하는 일과 모든 명령어
menu-subscribe = 주제 받기
menu-unsubscribe = 주제 그만 받기
menu-topics = 모든 주제와 받는 주제
menu-topic = 한 주제의 최신 소식. 내 검색식은 add, edit, remove, try
menu-latest = 내 주제의 최신 소식
menu-settings = 모든 설정을 한 메시지에서
menu-today = 오늘의 소식, 중대한 것부터
menu-search = 다섯 언어로 모두 찾아보기
menu-story = 한 소식의 출처와 고친 내용
menu-digest = 경보를 모아 한 번에 받기(매시간부터 매주까지)
menu-mute = 주제나 매체, 모든 소식을 얼마 동안 끄기
menu-quiet = 소리 없이 받을 시간
menu-passing = 스쳐 가는 주제 받는 방법
menu-threads = 주제별 스레드로 나눠 받기
menu-timezone = 시간대 고르기
menu-status = 잘 작동하고 있나요?
menu-language = 언어 고르기
menu-export = 설정과 받은 경보를 파일로 받기
menu-stop = 모두 끊고 기록 지우기
menu-feedback = 독자가 관련 없다고 한 소식

button-read = 기사 보기
button-why = 왜 왔나요?
button-sources = 출처
button-mute = 이 소식 끄기
button-mute-undo = 🔕 꺼 둠 · 켜기
button-irrelevant = 관련 없음
button-irrelevant-undo = 👎 관련 없음 · 취소
button-take = ✋ 제가 맡을게요
button-take-undo = ✋ 맡지 않기
button-details = 자세히
button-cite = 📋 인용
button-newer = ◀ 최신
button-older = 이전 ▶
button-back = ◀ 앞 페이지
button-more = 더 보기 ▶
button-story = 소식 { $number }
button-follow = ✅ 받기
button-unfollow = ⬜ 그만 받기
button-try = 📊 지난 30일
button-digest-off = 모아 받지 않기
button-quiet-off = 조용한 시간 없음
button-back-main = ◀ 설정
button-back-topics = ◀ 주제
button-tune = ⚙️ 지역과 방식
button-hush = { $hours ->
        [1] 🔕 1시간
        [8] 🔕 8시간
        [24] 🔕 하루
       *[other] 🔕 일주일
    }
button-unhush = 🔔 다시 켜기
button-now = 바로
button-digest = 모아서
button-rings = 🔔 소리
button-silent = 🔕 무음
button-set-topics = 📌 주제
button-set-rings = 🔔 소리
button-set-quiet = 🌙 조용한 시간
button-set-digest = 🗞 모아 받기
button-set-muted = 🔕 꺼 둔 것
button-set-passing = 💬 스쳐 가는 주제
button-set-pictures = 🖼 사진
button-set-timezone = 🕘 시간대
button-set-language = 🌐 언어
button-set-threads = 🧵 스레드
button-threads-topic = 주제별로
button-threads-fires = 횃불 수별로
button-threads-off = 모두 한곳에서
button-threads-again = 다시 만들기
button-stop-yes = 네, 모두 지워 주세요
button-stop-no = 아니요, 그대로 두세요

subscribe-choose = 주제를 누르면 받거나 그만 받습니다.
subscribed = 이제 <b>{ $topic }</b> 소식을 받습니다.
subscribed-before = 전에는 이렇게 좁혀 받았습니다: { $before }
subscribed-example = 앞으로 이런 소식이 옵니다. 그중 가장 새 소식:
subscribed-empty = 아직 그런 소식이 없으며, 첫 소식은 저절로 옵니다.
subscribed-already = <b>{ $topic }</b> 소식은 이미 받고 있습니다.
unsubscribed = <b>{ $topic }</b> 소식은 이제 오지 않습니다. 다시 받으려면 /subscribe { $key }
unsubscribed-already = <b>{ $topic }</b> 소식은 받고 있지 않습니다.
topic-unknown = ‘{ $name }’{ JOSA($name, "이라는", "라는") } 주제는 없습니다. 아래에서 고르거나 /topics 를 보세요.
toast-on = 받습니다: { $topic }
toast-off = 받지 않습니다: { $topic }
toast-old = 오래된 버튼입니다. /help 를 눌러 보세요.
toast-admins = 이 방의 관리자만 바꿀 수 있습니다.

toast-muted = 껐습니다. 메시지 내용만 조용히 고칩니다.
toast-unmuted = 이 소식을 다시 켰습니다.
toast-irrelevant = 관련 없음으로 적어 두었습니다.
toast-irrelevant-group = 관련 없음으로 적어 두었습니다. 취소하려면 ‘자세히’를 눌러 개인 채팅에서 하세요.
toast-relevant = 취소했습니다.
toast-taken = 맡으셨습니다. 이 방의 모두에게 보입니다.
toast-held = { $name } 님이 맡았습니다.
toast-given-back = 지금은 맡은 사람이 없습니다.
held-by = ✋ <b>{ $name }</b> 님이 맡음, { $at }부터
popup-why = { $topic }, 확신 { $score }% ({ $terms }): “{ $sentence }”
place-everywhere = 모든 곳
place-on = { $place } 대상
fires-from = { $fires } 이상
place-unknown =
    ‘{ $name }’{ JOSA($name, "이라는", "라는") } 나라나 지역은 몰라서 아무것도 바꾸지 않았습니다. 어느 언어로 쓰셔도 됩니다. 예:
    <code>/subscribe { $key } 한반도</code>, <code>/subscribe { $key } 이란, 일본</code>, <code>/subscribe 제재 러시아 대상</code>
    1부터 5까지의 수를 붙이면 그만큼의 횃불부터 받습니다: <code>/subscribe { $key } 4</code>
    <code>/subscribe { $key }</code> 만 쓰면 모든 곳의 모든 소식입니다.
toast-where = 이제 누르는 주제를 받을 곳: { $where }

topics-title = <b>주제</b>: 누르면 받거나 그만 받습니다.
topic-title = <b>{ $topic }</b> · 소식 { $total }건
    { $about }
    { $followed ->
        [yes] ✅ 받고 있습니다.
       *[no] ⬜ 받고 있지 않습니다.
    }
query-usage =
    원하는 말을 그대로 받아 보세요.
    <code>/topic add 이름 검색식</code>
    <code>/topic edit 이름 검색식</code>
    <code>/topic remove 이름</code>
    <code>/topic try 검색식</code> 은 받지 않고 무엇이 왔을지만 보여 드립니다.

    검색식에는 낱말, "구절", <code>OR</code>, <code>-뺄말</code>, 괄호, 낱말 앞뒤의 *, 그리고 title:, source:, lang:, country:, topic:, tier: 를 쓸 수 있습니다. 대소문자, 악센트, 붙임표는 가리지 않습니다. 제재라고 쓰면 대북제재도 찾고, ="제재"라고 쓰면 홀로 쓴 제재만 찾습니다.
    <code>/topic add 화성 ("Hwasong-18" OR 화성-18) -영화</code>
    <code>/topic add 유조선 title:유조선 country:(kp OR ru)</code>
query-added =
    ✅ 다음 소식부터 <b>{ $name }</b>: 이렇게 읽고 찾습니다.
    <code>{ $query }</code>
query-edited =
    ✅ 고쳤습니다. 다음 소식부터 <b>{ $name }</b>: 이렇게 읽고 찾습니다.
    <code>{ $query }</code>
query-removed = 지웠습니다: <b>{ $name }</b>, <code>{ $query }</code>
query-taken = <b>{ $name }</b> 검색식은 이미 있습니다. 고치려면 /topic edit, 지우려면 /topic remove
query-unknown = ‘{ $name }’{ JOSA($name, "이라는", "라는") } 검색식은 없습니다. 있는 것: { $names }
query-none = 아직 없음 (/topic add)
query-full = 검색식이 이미 { $most }개 있습니다. 더 넣으려면 /topic remove 로 자리를 만드세요.
query-name = 검색식 이름은 { $most }자까지의 한 낱말이며 add, edit, remove, try 는 쓸 수 없습니다.
query-is-topic = ‘{ $name }’{ JOSA($name, "은", "는") } 이미 주제 이름입니다. 다른 이름을 지어 주세요.

query-long = 검색식은 { $most }자까지입니다. 지금은 { $length }자입니다.
query-empty = 검색식이 없습니다. 찾을 말을 써 주세요.
query-negative = 찾을 말도 써 주세요. 빼는 말만 있으면 거의 모든 소식이 해당합니다. 예: <code>미사일 -영화</code>
query-word = 여기에 낱말이나 "구절", 여는 괄호가 와야 합니다.
query-value = 필드 뒤에는 낱말이나 "구절", 또는 괄호로 묶은 여럿이 와야 합니다. 예: <code>title:(미사일 OR 로켓)</code> 여기에 빠져 있습니다.
query-group = 필드의 괄호 안에서는 낱말 사이에 OR 가 와야 합니다. 예: <code>country:(kp OR ru)</code> 바로 여기입니다.
query-open = 이 괄호가 닫히지 않았습니다. 뒤에 ) 가 와야 합니다.
query-close = 이 괄호는 여는 짝이 없습니다. 빼거나 앞에서 여세요.
query-quote = 이 따옴표가 닫히지 않았습니다. 뒤에 따옴표가 하나 더 와야 합니다.
query-dash = - 는 뺄 말 바로 앞에 붙여 씁니다. 예: <code>-영화</code> 여기에는 따로 있습니다.
query-field = { $name } 필드는 없습니다. title:, source:, lang:, country:, topic:, tier: 가 있습니다. 그 글자 그대로를 찾으려면 "따옴표"로 묶으세요.
query-lang = ‘{ $name }’ 언어는 모릅니다. en, ko 같은 두 글자나 언어 이름이 와야 합니다.
query-country = ‘{ $name }’ 나라는 모릅니다. kp, ru 같은 두 글자나 나라 이름이 와야 합니다.
query-topic = ‘{ $name }’ 주제는 없습니다. 다음 중 하나여야 합니다: { $known }
query-tier = ‘{ $name }’ 등급은 없습니다. 다음 중 하나여야 합니다: { $known }
query-star = * 는 낱말의 끝이나 처음에만 쓸 수 있습니다.
query-letters = 여기에 낱말이 와야 하는데 글자나 숫자가 없습니다.
query-short = * 를 쓰려면 두 글자 이상이어야 합니다.

trial =
    { $stories ->
        [0] 지난 { $days }일이었다면 온 소식이 없습니다.
       *[other] 지난 { $days }일이었다면 소식 { $stories }건, 하루에 많아야 { $most }건이 왔습니다.
    }
    { $merged ->
        [0] 들어맞는 기사는 { $entries }건입니다.
       *[other] 들어맞는 기사는 { $entries }건이고, 그중 { $merged }건은 다른 기사의 소식에 합쳐집니다.
    }
    막대 하나가 하루이며 { $first }부터 오늘까지입니다.
trial-matched = 찾은 말: { $words }

latest-title = <b>최신 소식: { $topics }</b>
latest-all = 모든 주제
latest-number = /latest 뒤에는 1부터 { $most }까지의 수를 쓰세요. 예: /latest { $most }
today-title = <b>{ $day }: { $topics }</b> · { $total ->
        [0] 아직 소식 없음
       *[other] 소식 { $total }건
    }
search-usage =
    갖고 있는 소식과 기사를 다섯 언어 가운데 어느 말로든 찾아 드립니다.
    <code>/search 화성</code>
    <code>/search 제재 -영화</code>
    <code>/search title:유조선 country:(kp OR ru)</code>

    낱말, "구절", <code>OR</code>, <code>-뺄말</code>, 괄호, 낱말 앞뒤의 *, 그리고 title:, source:, lang:, country:, topic:, tier: 를 쓸 수 있습니다. 가장 잘 맞고 새로운 것부터 보여 드립니다.
search-title = 🔎 { $query } · { $total ->
        [0] 찾은 것 없음
       *[other] { $total }{ $more }건 찾음
    }
story-unknown = 어느 소식인가요? <code>/story 12</code> 처럼 번호를 보내 주세요. 번호는 /search 로 찾을 수 있습니다. 이미 지운 소식은 보여 드릴 수 없습니다.
story-reports = <b>소식 { $id }</b> · 보도 { $total }건 · 시각: { $zone }
story-more = <i>그 밖에 { $more }건</i>
story-edit = ✏️ <i>{ $changes }</i>
edit-confirmed = 두 번째 매체가 확인
edit-official = 공식 발표로 확인
edit-corrected = 정정
edit-retracted = 보도 취소
list-empty = 아직 없습니다.

status =
    피드: { $feeds }개 중 정상 { $healthy }, 오류 { $failing }, 무응답 { $silent }
    마지막 확인: { $poll }
    마지막 경보: { $alert }
    모은 사건: { $stories }건
    받는 주제: { $topics }
status-hours = 시간: { $zone } · { $quiet } · { $digest }
status-quiet = { $hours ->
        [none] 조용한 시간 없음
       *[other] 조용한 시간 { $hours }
    }
status-digest = { $every ->
        [none] 모아 받지 않음
       *[other] { $every } 모아 받음
    }
status-nothing = 아직 없음 (/subscribe)
status-aside = ⚠️ 세 번 실패해 제쳐 둔 것: 피드 { $feeds }, 기사 { $entries }, 검색식 { $queries }, 경보 { $alerts }, 모음 { $digests }, 수신기로 보낼 소식 { $postings }. 서버에서 <code>bongsu retry</code>를 실행하면 다시 시도합니다.
status-unsent = ⚠️ 텔레그램이 끝내 받지 않은 경보 { $refused }건, 지금 경보를 받지 않는 방 { $shut }곳.
status-troubles = <b>지금 있는 문제</b>
status-more = 그 밖에 { $more }건.
status-aside-row = { $kind ->
        [feed] 피드
        [entry] 기사
        [query] 검색식
        [digest] 모음을 받는 방
        [posting] 수신기
       *[alert] 경보
    } “{ $name }”: <code>{ $error }</code>
never = 없음

why-topic = <b>{ $topic }</b>, 확신 { $score }%, 근거:
why-fires = { $fires }: { $rule }
why-facts = 기사에 나온 사실:
why-fact = <b>{ $facts }</b> · { $outlet }
why-passing = <b>{ $topic }</b>, 스쳐 가는 언급: 본문에만 나옵니다(/passing):
why-query = 내 검색식 <b>{ $name }</b>: <code>{ $query }</code>
why-times =
    { $outlet } 게재: { $published }
    수집: { $fetched }
why-sent = 이 방에 전송: { $sent }
why-countries = 나라: { $countries }
part-actor = { $country }(발사)
part-issuer = { $country }(제재 주체)
part-target = { $country }(제재 대상)
why-unknown = 이 소식은 더 이상 갖고 있지 않습니다.
in-language = ({ $language })
retracted = ⚠️ <b>보도 취소</b> ({ $at }): 이 보도를 거둬들인 매체가 있습니다.
ring-severity = { $fires } 더 심각해졌습니다: { $headline }
ring-retracted = ⚠️ 보도 취소: { $headline }
history = 제 기록으로는 올해 { $number ->
        [1] 첫 발사
       *[other] { $number }번째 발사
    }, { $days ->
        [0] 지난 발사와 같은 날
       *[other] 지난 발사 { $days }일 뒤
    }
sources-join = { $reason ->
        [link] : { $detail } 기사와 같은 페이지
        [copy] : { $detail } 기사와 같은 글
        [event] : 같은 사건({ $detail })
       *[alike] : 같은 사건
    }
sources-foot = <i>{ $more ->
        [0] { "" }
       *[other] 그 밖에 { $more }곳.{ " " }
    }직접 보도한 곳 { $own }곳. 시각: { $zone }</i>
fact-kind = { $value ->
        [icbm] ICBM
        [irbm] 중거리 미사일
        [mrbm] 준중거리 미사일
        [srbm] 단거리 미사일
        [slbm] 잠수함 발사 미사일
        [ballistic] 탄도미사일
        [cruise] 순항미사일
        [hypersonic] 극초음속 미사일
        [air_defence] 방공 미사일
        [artillery_rocket] 방사포
        [satellite_launch] 위성 발사
        [crewed] 유인 발사
        [engine_test] 엔진 시험
        [rocket] 로켓
       *[missile] 미사일
    }
fact-status = { $value ->
        [failed] 실패
        [planned] 예정
        [delayed] 연기
       *[called_off] 취소
    }
fact-count = { $more ->
        [yes] { $count }발 이상
       *[no] { $count }발
    }
fact-range = { $number }km
fact-apogee = 고도 { $number }km
fact-direction = { $value ->
        [eastsea] 동해
        [westsea] 서해
        [southsea] 남해
        [northpacific] 북태평양
        [pacific] 태평양
        [southchinasea] 남중국해
        [eastchinasea] 동중국해
        [indian] 인도양
        [bengal] 벵골만
        [arabian] 아라비아해
        [atlantic] 대서양
        [barents] 바렌츠해
        [oman] 오만만
        [gulf] 페르시아만
        [eez] 일본 배타적경제수역(EEZ)
        [japanwaters] 일본 근해
        [japan] 일본 상공
        [kura] 쿠라 시험장
        [alsom] 알섬
        [eastcoast] 동해안 앞바다
        [westcoast] 서해안 앞바다
       *[sea] 바다
    }
fact-act = { $value ->
        [proposed] 제안
        [threatened] 예고
        [voted] 표결
        [vetoed] 거부권
        [adopted] 채택
        [imposed] 부과
        [designated] 지정
        [extended] 연장
        [eased] 완화
        [lifted] 해제
        [suspended] 중단
        [evaded] 회피
        [enforced] 집행
        [criticised] 비판
        [waived] 면제
       *[effects] 영향
    }
fact-vetoed = { $names } 거부권 행사
fact-resolution = 결의 { $number }호
fact-round = { $number }차 제재
fact-designated = { $number }건 지정
fact-nuclear = { $value ->
        [prepared] 핵실험 준비
        [tested] 핵실험
        [enriched] 농축
        [inspected] 사찰
        [agreed] 합의
        [negotiated] 협상
       *[threatened] 위협
    }
fact-strike = { $value ->
    [intercepted] 요격
    [invaded] 침공
    [planned] 예고 또는 위협
    [denied] 부인
   *[other] 공격
}
fact-killed = { $number }명 사망
fact-injured = { $number }명 부상
fact-magnitude = 규모 { $number }
fact-yield = { $number }kt
as-seen = { $at } (수집 시각)
reported-by = 보도: { $outlets }{ $more ->
        [0] { "" }
       *[other] { " " }외 { $more }곳
    }, 처음 확인 { $seen }

language-choose = 여기서 어떤 언어를 쓸까요?
language-set = 이제부터 한국어로 말합니다.
language-unknown = ‘{ $name }’ 언어는 아직 못 합니다. 아래에서 골라 주세요.
settings =
    ⚙️ <b>설정</b>
    주제: { $topics }
    소리: { $fires } 이상{ $most ->
        [0] { "" }
       *[other] , 한 시간에 최대 { $most }번
    } · { $quiet }
    모아 받기: { $digest ->
        [none] 안 함
       *[other] { $digest }
    }
    시간대: { $zone }
    스쳐 가는 주제: { $passing }
    사진: { $pictures }
    꺼 둔 것: { $muted ->
        [0] 없음
       *[other] { $muted }개
    }
settings-topics = 주제를 누르면 받을 지역과 횃불 수, 받는 방식을 고를 수 있습니다.
settings-rings =
    { $fires } 이상의 경보가 울리고, 나머지는 소리 없이 옵니다. 🔥🔥🔥🔥🔥 경보는 언제나 울립니다.
    { $most ->
        [0] 울리는 횟수에 제한이 없습니다.
       *[other] 한 시간에 최대 { $most }번 울립니다. 넘는 소식은 소리 없는 메시지 하나에 모으고, 몇 건인지 알려 드립니다.
    }
rings-most = { $most ->
        [0] 제한 없음
       *[other] { $most }번
    }
settings-muted = { $count ->
        [0] 꺼 둔 것이 없습니다.
       *[other] 꺼 둔 것을 누르면 다시 켭니다.
    }
    아래에서 모든 소식을 얼마 동안 끌 수 있습니다. 그동안 🔥🔥🔥🔥🔥 경보만 오며, 나머지는 /latest 에서 볼 수 있습니다.
    <code>/mute 매체</code> 라고 쓰면 그 매체만 보도한 소식은 오지 않습니다.
muted-all = 모든 소식
muted-one = { $name }, { $until }까지
muted-until = 🔕 { $until }까지 꺼 둠: 🔥🔥🔥🔥🔥 경보만 옵니다.
mute-unknown = ‘{ $name }’{ JOSA($name, "이라는", "라는") } 주제를 받고 있지 않고, 그런 이름의 매체도 없습니다. 예: <code>/mute 발사 8시간</code>, <code>/mute 전체 1일</code>, 또는 경보에 나오는 매체 이름
tune-off = 받고 있지 않습니다.
tune-where = 지역: { $where } (다른 곳: <code>/subscribe { $key } 이란, 일본</code>)
tune-fires = { $fires } 이상
tune-way = { $way ->
        [now] 경보마다 바로
       *[digest] 모아서
    }
tune-sound = { $on ->
        [yes] 소리 켬
       *[no] 소리 없음
    }
digest-every = { $hours ->
        [1] 한 시간마다
        [24] 날마다 { $at }에
        [168] { $day }마다 { $at }에
       *[other] { $hours }시간마다
    }
digest-rhythm = { $hours ->
        [1] 매시간
        [24] 매일
        [168] 매주
       *[other] { $hours }시간마다
    }

digest-on =
    { $every } 소식을 모아 보내 드립니다({ $zone }). 다음: { $next }
    중대한 소식부터 보여 드리며, 🔥🔥🔥🔥🔥 경보는 그래도 바로 옵니다.
digest-off =
    모아 받지 않습니다. 모든 경보가 바로 옵니다.
    모아 받으면 횃불 다섯 개 미만의 경보가 메시지 하나로 모여 옵니다. 간격이나 하루 한 번 받을 시각({ $zone })을 고르거나 <code>/digest 9:00</code> 처럼 써 주세요.
digest-ended = { $state }
    { $waiting ->
        [0] 기다리던 소식은 없습니다.
       *[other] 기다리던 소식 { $waiting }건은 지금 마지막으로 모아 보내 드립니다.
    }
digest-unknown = ‘{ $said }’에서 시각을 읽지 못했습니다. { $zone } 시각을 <code>/digest 9:00</code> 처럼 쓰거나, 끄려면 <code>/digest off</code> 라고 써 주세요.
digest-title = { $total ->
        [0] 🔥 { $since } 이후 모아 둔 <b>새 소식이 없습니다</b>.
       *[other] <b>모아 보는 소식</b>: { $since } 이후 { $total }건
    }
digest-more = 그 밖에 { $more }건: /latest
digest-last = 마지막 모음입니다. 이제부터 모든 경보가 바로 옵니다.
gathering-title =
    { $since } 이후 <b>소식 { $total }건</b>을 더 모았습니다.
    한 시간 안에 이미 { $most }번 울려서, 나머지는 소리 없이 여기에 모읍니다. 🔥🔥🔥🔥🔥 경보는 언제나 울립니다. /settings
list-retracted = ⚠️ <b>보도 취소</b>:{ " " }

quiet-on =
    조용한 시간: { $hours }({ $zone }). 이때도 경보는 오지만 소리가 나지 않습니다. 🔥🔥🔥🔥🔥 경보는 언제나 울립니다.
    <code>/quiet 22:30-6:30</code> 처럼 쓰면 바뀝니다.
quiet-off =
    조용한 시간이 없습니다. 모든 경보가 울릴 수 있습니다.
    조용한 시간에는 🔥🔥🔥🔥🔥 경보만 울리고 나머지는 소리 없이 옵니다. 시간({ $zone })을 고르거나 <code>/quiet 23-7</code> 처럼 써 주세요.
quiet-unknown = ‘{ $said }’에서 시간을 읽지 못했습니다. 시작과 끝을 { $zone } 시각으로 <code>/quiet 23-7</code> 이나 <code>/quiet 22:30-6:30</code> 처럼 쓰거나, 끄려면 <code>/quiet off</code> 라고 써 주세요.

passing =
    다른 일을 다루면서, 받으시는 주제의 앞으로 있을 일을 본문에서만 언급하는 기사가 있습니다. 기자회견 중에 새 제재를 검토한다고 밝힌 장관의 기사가 그렇습니다. 이런 소식은 어떻게 할까요?
passing-now = 바로 받기
passing-digest = 모아 받을 때만
passing-never = 받지 않기
pictures = 경보 아래에 기사의 사진과 제목, 첫머리를 보여 드릴 수 있습니다(텔레그램의 링크 미리보기). 어떤 크기로 볼까요?
pictures-none = 사진 없음
pictures-small = 작게
pictures-large = 크게
threads-topic = 주제
threads-fires = 횃불
threads-off = 끄기
threads = 🧵 <b>스레드</b>: { $way ->
        [topic] 주제마다 스레드가 따로 있습니다.
        [fires] 횃불 수마다 스레드가 따로 있습니다.
       *[off] 모든 경보가 한곳으로 옵니다.
    }
threads-about = 경보는 스레드 하나에만 갑니다. 여러 주제에 걸치면 가장 뚜렷한 주제의 스레드로 갑니다. 모아 받기처럼 경보 여럿을 담은 메시지는 스레드 밖으로 오고, 닫히거나 지워진 스레드의 경보도 그리로 옵니다.
threads-offer = 이 그룹에는 스레드가 있습니다(텔레그램에서는 주제라고 합니다). 경보를 주제별이나 횃불 수별 스레드로 나눠 드릴까요? 그러면 저마다 필요 없는 스레드만 끌 수 있습니다. /threads 로 언제든 바꿀 수 있습니다.
threads-rights = 아직 여기서 스레드를 만들 권한이 없습니다. 그룹 소유자가 그룹 설정의 관리자 목록에서 저에게 ‘주제 관리’ 권한을 주시면 됩니다. 그런 다음 /threads 를 다시 보내 주세요.
threads-none = { $chat ->
        [private] 이 대화에서는 스레드가 꺼져 있습니다. 이 봇을 운영하는 사람이 @BotFather 에서 개인 대화의 주제를 켜고, 이 대화의 설정에서도 켜야 합니다.
        [channel] 채널에는 스레드가 없습니다.
       *[group] 이 그룹에는 아직 스레드가 없습니다. 그룹 소유자가 그룹 설정에서 ‘주제’를 켜고, 관리자 목록에서 저에게 ‘주제 관리’ 권한을 주시면 됩니다. 그런 다음 /threads 를 다시 보내 주세요.
    }
threads-lost = 🧵 닫혔거나 지워진 스레드: <b>{ $names }</b>. 그 경보는 이제 여기로 옵니다. 빠진 경보는 없습니다.
threads-unmade = 🧵 만들지 못한 스레드: <b>{ $names }</b>. 그 경보는 여기로 옵니다. 스레드를 만들려면 ‘주제 관리’ 권한이 필요합니다(그룹 설정, 관리자).

timezone-is =
    여기서는 { $zone } 시간을 따르며, 경보와 조용한 시간, 모아 받는 시각에 모두 적용됩니다. 그곳은 지금 { $at }입니다.
    바꾸려면 같은 시간대의 큰 도시나 나라 이름을 <code>/timezone 서울</code> 처럼 보내 주세요.
timezone-set = 이제부터 여기서는 { $zone } 시간을 따르며, 경보와 조용한 시간, 모아 받는 시각에 모두 적용됩니다. 그곳은 지금 { $at }입니다.
timezone-which = ‘{ $name }’에 맞는 시간대가 여럿입니다. 하나를 고르세요.
timezone-unknown =
    ‘{ $name }’{ JOSA($name, "이라는", "라는") } 시간대는 모릅니다. 그대로 { $zone } 시간을 따릅니다.
    같은 시간대의 큰 도시 이름을 <code>/timezone 서울</code> 이나 <code>/timezone New York</code> 처럼 보내거나, 시간대 이름을 <code>/timezone Asia/Seoul</code> 이나 <code>/timezone UTC+9</code> 처럼 보내 주세요.

stop-confirm = 이 방에 오는 경보를 모두 멈추고, 주제·검색식·설정·보낸 경보 등 이 방의 기록을 지웁니다. 사본은 /export 로 먼저 받을 수 있습니다. 그렇게 할까요?
stop-done =
    지웠습니다. 경보는 오지 않고, 이 방의 기록은 남아 있지 않습니다. 지운 것:
    받던 주제와 검색식 { $topics }개, 내 검색식 { $queries }개, 경보 기록 { $alerts }건, 평가 { $votes }건, 그리고 모든 설정
    다시 시작하려면 /start
stop-kept = 바꾼 것이 없습니다.

hint = 저는 명령어에 답합니다. 최신 소식은 /latest, 받을 수 있는 주제는 /topics, 나머지는 /help 에 있습니다.
unknown-command = { $command } 명령어는 모릅니다. { $close ->
        [none] 아는 명령어는 /help 에 있습니다.
       *[other] 혹시 { $close } 인가요? 나머지는 /help 에 있습니다.
    }
admins-only = 이 방의 설정은 관리자만 바꿀 수 있습니다.
trouble = 처리하지 못했습니다. 제 쪽의 문제이며 기록해 두었습니다. 잠시 뒤에 다시 해 주세요.

feedback-admins = 독자들이 관련 없다고 한 소식은 서비스 관리자만 볼 수 있습니다.
feedback-none = 최근 90일 동안 관련 없다는 평가를 받은 경보가 없습니다.
feedback-title = <b>최근 90일의 관련 없음 평가</b>: 모두 { $votes }표
feedback-sources = <b>매체별</b>
feedback-stories = <b>소식</b>
feedback-story = { $headline }: { $told }개 방 중 { $votes }표

menu-feeds = 피드: 찾기, 추가, 멈춤, 수정, 삭제
menu-broadcast = 모든 방에 글 보내기
menu-who = 구독자 수와 구성
menu-invite = 들어올 수 있는 초대 링크

not-admitted = 이 봉수는 비공개입니다. 운영자에게 초대를 부탁해 주세요.
invitation-over = 이 초대는 다 쓰였거나 기한이 지났습니다. 보내 주신 분께 새 초대를 부탁해 주세요.
invite =
    { $link }
    { $until }까지 방 { $uses }곳이 들어올 수 있습니다. 링크는 지금 한 번만 보여 드리며, 따로 보관하지 않습니다.
invite-idle = 지금은 아무것도 바뀌지 않습니다: BONGSU_ACCESS 가 { $access } 이고, 초대는 invite 일 때만 쓰입니다.
invite-usage = /invite 뒤에 들어올 방의 수(1~{ $uses })와 기한 일수(1~{ $days })를 적어 주세요: <code>/invite 5 30</code>
who =
    <b>구독자 { $total }</b>
    이번 주: 새로 { $new }, 떠남 { $gone }
    종류: { $kinds }
    언어: { $languages }
    주제: { $topics }
    직접 만든 검색식이 있는 곳: { $own } · 아무것도 받지 않는 곳: { $silent }
who-private = 개인
who-group = 그룹
who-channel = 채널

bulletin-usage = 명령어 뒤에 글을 적어 주세요. 텔레그램 서식을 그대로 쓸 수 있습니다: <code>/broadcast 일요일에 서버를 옮깁니다.</code> 먼저 보여 드립니다.
bulletin-long = 너무 깁니다. 서식까지 합쳐 최대 { $most }자입니다.
bulletin-preview =
    방 { $chats }곳에 선 아래 글이 그대로 갑니다. 경보가 먼저 나갑니다.
    ―――
bulletin-dropped = 취소했습니다. 아무에게도 가지 않았습니다.
bulletin-progress = { $state ->
        [going] 📣 보내는 중
        [stopped] 📣 멈춤
       *[over] 📣 보냄
    }: { $total }곳 가운데 { $sent }곳이 받았습니다{ $failed ->
        [0] .
       *[other] . { $failed }곳은 받지 못합니다.
    }
button-bulletin-send = 방 { $chats }곳에 보내기
button-bulletin-drop = 보내지 않기
button-bulletin-stop = 멈추기

feeds-title = <b>피드</b> · { $total }
feeds-usage =
    <code>/feeds failing country:kr</code> 처럼 고릅니다: 상태, country:, lang:, tier:, 이름의 일부.
    <code>/feeds add 주소</code> 는 먼저 살펴보고 추가합니다. 사이트 주소도 됩니다. OPML 파일을 보내면 그 안의 피드를 모두 추가하고, <code>/feeds export</code> 는 파일로 내보냅니다.
feeds-found =
    { $what }
    <b>{ $outlet }</b>: { $format }, 항목 { $entries }개, 가장 새 항목 { $newest }.
    { $flagged ->
        [0] 최근 항목 가운데 경보 대상이 된 것은 없습니다.
       *[other] 최근 항목 가운데 { $flagged }개가 경보 대상이었습니다:
    }
feeds-named =
    { $what }
    이 페이지에는 이런 피드가 있습니다. 어느 것을 볼까요?
feeds-none =
    { $what }
    피드가 아니고, 피드를 알려 주지도 않습니다: { $problem }
feeds-added = ✅ 추가했습니다. 지금부터 확인하며, 지금 들어 있는 것은 새 소식으로 치지 않습니다.
feeds-known = 이미 있는 피드라 아무것도 바꾸지 않았습니다.
feeds-not-added = 추가하지 않았습니다.
feeds-wrong = 할 수 없습니다: <code>{ $error }</code>
feeds-slip-unknown = <code>{ $word }</code> 피드는 없습니다. /feeds 에 목록이 있습니다.
feeds-slip-field = <code>{ $word }</code>: 항목=값으로 쓰세요. 항목: { $fields }
feeds-slip-nothing = 무엇을 바꿀지 항목=값으로 쓰세요. 항목: { $fields }
feeds-slip-interval = <code>{ $word }</code>: 간격은 90s, 5m, 2h, 1d 또는 auto로, { $days }d까지 쓸 수 있습니다.
feeds-slip-missing = <code>{ $field }</code> 항목은 비울 수 없습니다.
feeds-slip-code = <code>{ $field }</code>에는 소문자 두 자 코드를 쓰세요. <code>{ $word }</code>: 쓸 수 없는 값입니다.
feeds-slip-ascii = <code>user_agent</code>에는 ASCII 문자만 쓸 수 있습니다.
feeds-slip-timezone = <code>{ $word }</code>: 없는 시간대입니다. Asia/Seoul처럼 쓰세요.
feeds-slip-tier = <code>{ $word }</code>: 없는 등급입니다. 등급: { $tiers }
feeds-slip-which = 어느 피드인지 쓰세요. /feeds에 나오는 번호나 주소로 씁니다.
feeds-slip-unknown-field = <code>{ $word }</code>: 없는 항목입니다. 항목: { $fields }
feeds-slip-text = <code>{ $field }</code> 값은 따옴표로 묶은 글이어야 합니다.
feeds-slip-table = <code>{"{"} url = ..., outlet = ... {"}"}</code> 같은 표여야 합니다.
feeds-slip-twice = <code>{ $word }</code>: 앞에 이미 있습니다. 둘 중 하나를 지우세요.
feeds-slip-address = <code>{ $word }</code>: 피드 주소가 아닙니다. http:// 나 https:// 로 시작해야 합니다.
feeds-slip-xml = 올바른 XML이 아닙니다: <code>{ $error }</code>
feeds-slip-at = { $kind ->
        [line] { $number }번째 줄
       *[feed] { $number }번째 피드
    }: { $said }
feeds-slip-more = 그 밖에 잘못된 것이 { $more }개 더 있습니다.
feeds-file-encoding = UTF-8 파일이 아닙니다({ $byte }번째 바이트). UTF-8로 저장하세요.
feeds-file-toml = 올바른 TOML 파일이 아닙니다: <code>{ $error }</code>
feeds-file-list = 파일에 <code>feeds</code> 목록이 없습니다. 이렇게 쓰세요: <code>feeds = [ {"{"} url = ..., outlet = ... {"}"}, ]</code>
feeds-file-opml = OPML 파일이 아닙니다. <code>&lt;opml&gt;</code> 안의 <code>&lt;body&gt;</code>에 <code>&lt;outline&gt;</code>이 있어야 합니다.
feeds-file-empty = 파일에 피드가 없습니다.
feeds-asked = 지금 확인합니다.
feeds-remove = <b>{ $outlet }</b> 피드 확인을 완전히 중단할까요? 지금까지 받은 것은 남습니다.
feeds-removed = <b>{ $outlet }</b> 피드를 뺐습니다. 받은 것은 남아 있고, /feeds add 로 되돌릴 수 있습니다.
feeds-imported = 피드 { $total }개 가운데 { $new }개가 새것입니다{ $faults ->
        [0] .
       *[other] . 읽지 못한 줄 { $faults }개:
    }
feeds-file-large = 피드 파일은 최대 { $most } MB입니다.
feeds-card =
    { $mark } <b>{ $outlet }</b> · { $number } · { $state }
    { $url }
    확인: { $polled } · 다음: { $next } · 간격: { $every }
    { $tier } · 언어 { $language } · 나라 { $country } · { $timezone }
    편집국: { $newsroom } · User-Agent: { $user_agent }
    마지막 오류: { $error }
    목록이 바꾸지 않는 항목: { $own }
    <code>/feeds edit { $number } language=ko timezone=Asia/Seoul newsroom=none</code>
button-feed-add = 추가하기
button-feed-no = 아니요
button-feed-remove = 빼기
button-feed-keep = 그대로 두기

feed-gone =
    피드 하나가 완전히 없어져 더는 확인하지 않습니다: <b>{ $outlet }</b>, { $url }
    { $error }
    새 주소는 <code>bongsu feeds add</code> 로 넣으세요.
chat-shut =
    ⚠️ 들어가 있는 방인데도 텔레그램이 글을 받지 않습니다. 방: <code>{ $where }</code>, 이유: <code>{ $error }</code>
    이 방의 경보는 하루 동안 기다리며, 쓸 수 있게 되면 바로 보냅니다. 스레드만 없으면 방의 기본 화면으로 보냅니다. 방 관리자가 글쓰기 권한을 주거나 스레드를 열면 됩니다.

# 한국어 보도가 없는 소식에 사실만으로 지은 제목. 신문 제목처럼 짧게. `sure`가 no이면 추정, `by`가 no이면 주체 모름.

built-kind = { $kind ->
        [icbm] 대륙간탄도미사일(ICBM)
        [irbm] 중거리 탄도미사일
        [mrbm] 준중거리 탄도미사일
        [srbm] 단거리 탄도미사일
        [slbm] 잠수함발사탄도미사일(SLBM)
        [ballistic] 탄도미사일
        [cruise] 순항미사일
        [hypersonic] 극초음속 미사일
        [air_defence] 방공 미사일
        [artillery_rocket] 방사포
        [engine_test] 로켓 엔진
        [satellite] 위성
        [crewed] 유인 우주선
        [space] 로켓
        [projectile] { $sure ->
            [no] 미상 발사체
           *[yes] 발사체
        }
       *[missile] 미사일
    }{ $sure ->
        [no] { $kind ->
            [projectile] { "" }
           *[other] { " " }추정 발사체
        }
       *[yes] { "" }
    }
built-count = { $kind } { $count }발
built-least = { $kind } { $count }발 이상
built-several = { $kind } 여러 발
built-toward = { $sea ->
        [eastsea] 동해상으로
        [westsea] 서해상으로
        [southsea] 남해상으로
        [northpacific] 북태평양으로
        [pacific] 태평양으로
        [southchinasea] 남중국해로
        [eastchinasea] 동중국해로
        [indian] 인도양으로
        [bengal] 벵골만으로
        [arabian] 아라비아해로
        [barents] 바렌츠해로
       *[atlantic] 대서양으로
    }
built-fired = { $who }, { $toward } { $things } 발사
built-launched = { $by ->
        [no] { $thing } 발사
       *[yes] { $who }, { $thing } 발사
    }
built-done = { $who }, { $toward } { $thing } { $kind ->
        [engine_test] 시험
       *[other] 발사
    }
built-outcome = { $by ->
        [no] { "" }
       *[yes] { $who },{ " " }
    }{ $thing } { $kind ->
        [engine_test] 시험
       *[other] 발사
    } { $status ->
        [failed] 실패
        [planned] 예정
        [delayed] 연기
       *[called_off] 취소
    }
built-sanctions = { $who }, { $related ->
        [yes] { $whom } 관련{ " " }
       *[no] { "" }
    }{ $act ->
        [adopted] 제재 승인
        [extended] 제재 연장
        [eased] 제재 완화
        [lifted] 제재 해제
        [suspended] 제재 중단
        [waived] 제재 면제
        [proposed] 제재 가능성 거론
       *[imposed] 제재 부과
    }
built-nuclear = { $who }, 핵실험 { $act ->
        [prepared] 준비
       *[tested] 실시
    }
built-strike = { $who }, { $whom } { $site ->
        [nuclear] 핵시설 공격
       *[none] 공격
    }
comma = ,{ " " }
semicolon = ;{ " " }
built-about = { $what ->
        [sanctions] 제재 관련 소식
        [missile] 미사일 발사 관련 소식
        [artillery_rocket] 방사포 발사 관련 소식
        [space] 로켓 발사 관련 소식
        [engine_test] 로켓 엔진 시험 관련 소식
       *[launch] 발사 관련 소식
    }: { $parties }

# 관리자에게 알리는 문제: "해결" 뒤에도 쓸 수 있게 한 문장으로 쓴다.

trouble-over = ✅ 해결: { $what }
trouble-more = 그 밖에 { $more }건: /status 에서 볼 수 있습니다.
trouble-feed-silent = <b>{ $outlet }</b> 피드에 { $days }일 동안 새 글이 없습니다. 평소 간격: { $hours ->
        [0] 1시간 미만
       *[other] { $hours }시간
    }. { $url }
trouble-feed-failing = <b>{ $outlet }</b> 피드를 { $ever ->
        [no] 한 번도
       *[yes] 하루 동안
    } 읽지 못했습니다: { $error } { $url }
trouble-country-failing = 국가 ‘{ $name }’의 피드 { $feeds }개가 모두 실패합니다.
trouble-host-failing = { $name }의 피드 { $feeds }개가 모두 실패합니다.
trouble-most-failing = 피드 { $feeds }개 중 { $failing }개가 실패합니다. 이쪽 네트워크나 DNS 문제일 수 있습니다.
trouble-not-polled = { $minutes }분 동안 어떤 피드도 확인하지 못했습니다. 피드를 확인하는 프로세스의 로그를 보고 다시 시작하세요.
trouble-queue = { $job ->
        [detect] 읽기를 기다리는 글이 { $minutes }분째 밀려 있습니다(모두 { $count }건).
       *[deliver] 보내기를 기다리는 경보가 { $minutes }분째 밀려 있습니다(모두 { $count }건).
    }
trouble-set-aside = 세 번 실패해 제쳐 둔 것: { $kind ->
        [feeds] 피드
        [entries] 기사
        [queries] 검색식
        [digests] 모음
        [postings] 수신기로 보낼 소식
       *[deliveries] 경보
    } { $count }건. <code>bongsu retry</code> 로 다시 시도합니다.
trouble-receiver = 수신기 ‘{ $name }’{ JOSA($name, "이", "가") } { $minutes }분째 아무것도 받지 않습니다: { $error }. 밀린 소식은 일주일간 보관됩니다.
trouble-disk = 데이터베이스가 있는 디스크가 거의 찼습니다. 남은 공간: { $megabytes } MB.
trouble-database = 데이터베이스 응답이 느립니다. 트랜잭션의 절반이 { $seconds }초 이상 걸립니다.
trouble-clock = 이 서버의 시계가 텔레그램보다 { $seconds }초 { $way ->
        [ahead] 빠릅니다
       *[behind] 느립니다
    }. NTP를 설정하세요.
trouble-token = 텔레그램이 봇 토큰을 더는 인정하지 않습니다. @BotFather 에서 다시 복사해 서비스를 재시작하세요.
trouble-conflict = 다른 프로세스가 같은 봇의 업데이트를 받아 가고 있습니다. 둘 중 하나를 멈추거나 다른 토큰을 쓰세요.

# 운영자 페이지.

page-overview = 요약
page-feeds = 피드
page-waiting = 대기열
page-alerts = 경보
page-token = 토큰 (BONGSU_HTTP_TOKEN)
page-token-wrong = 토큰이 맞지 않습니다.
page-enter = 들어가기
page-well = 이상 없음
page-troubled = 문제가 있습니다
page-feeds-healthy = 정상 피드
page-since-poll = 마지막 확인 뒤
page-since-alert = 마지막 경보 뒤
page-subscribers = 구독자
page-undetected = 읽을 글
page-unsent = 보낼 경보
page-refused = 텔레그램이 끝내 받지 않은 경보
page-shut = 지금 글을 받지 않는 방
page-copies = 보낼 공지
page-receivers = 소식을 전하는 서버
page-receiver-well = 잘 받고 있음
page-receiver-waiting = 대기 중인 소식 { $count }건
page-receiver-failing = { $time }째 받지 않음:
page-flow = 지난 24시간
page-flow-polls = 확인
page-flow-failed = 실패한 확인
page-flow-entries = 새 글
page-flow-flagged = 걸린 글
page-flow-stories = 사건
page-flow-sent = 보낸 경보
page-latency = 게시부터 첫 경보까지 걸린 시간
page-medians = 절반은 게시 뒤 { $fetched } 안에 가져왔고, 그로부터 { $sent } 안에 보냈습니다.
page-fetched = 가져옴
page-sent = 보냄
page-no-alerts = 지난 24시간 동안 보낸 경보가 없습니다.
page-search = 매체, 주소, 국가, 언어
page-filter = 찾기
page-all = 전체
page-state = { $state ->
        [healthy] 정상
        [failing] 실패
        [silent] 하루 동안 못 읽음
        [paused] 멈춤
        [gone] 없어짐
       *[set-aside] 제쳐 둠
    }
page-polled = 마지막 확인: { $polled }. 최신 글: { $newest }.
page-next = { $next } 뒤 다시 확인:
page-day-count = 24시간 동안 { $count }건
page-why-gone = 완전히 없어졌다고 응답해(410) 더는 확인하지 않습니다.
page-why-set-aside = 처리가 세 번 실패해 대기열에 제쳐 두었습니다.
page-why-paused = 여기서 멈췄습니다. 다시 시작할 때까지 확인하지 않습니다.
page-why-failing = 연달아 { $times }번 실패했습니다. 간격을 매번 두 배로, { $most }까지 늘리거나 서버가 요청한 만큼 기다립니다.
page-why-new = 새 피드입니다.
page-why-pushed = 허브가 보내 주므로 가장 드물게, { $most }마다 확인합니다.
page-why-watched = 중대한 소식을 확인해 줄 수 있어 가장 자주, { $least }마다 확인합니다.
page-why-busy = 지금 경보가 될 소식이 나올 수 있어 가장 자주, { $least }마다 확인합니다.
page-why-learning = 아직 아는 것이 적습니다. { $wait } 뒤에 다시 확인합니다.
page-why-rare = 당분간 경보가 될 소식이 드물어 가장 드물게, { $most }마다 확인합니다.
page-why-rhythm = 이 시간대에 보이는 움직임에 따라 { $wait } 뒤에 확인합니다. 글은 평소 { $gap }마다 하나쯤 나옵니다.
page-act-ask = 지금 확인
page-act-pause = 멈춤
page-act-resume = 다시 시작
page-act-retry = 다시 시도
page-act-retry-all = 모두 다시 시도
page-act-drop = 버리기
page-none = 없음.
page-hidden = { $count }건 더 있습니다. 찾기로 좁혀 보세요.
page-aside = 제쳐 둔 것
page-aside-about = 처리가 연달아 세 번 실패한 것들입니다. 버리면 피드는 삭제되고, 글은 읽지 않으며, 경보는 보내지 않습니다.
page-kind = { $kind ->
        [feed] 피드
        [entry] 글
        [query] 구독자의 검색식
        [digest] 구독자의 모음
        [posting] 수신기로 보낼 소식
       *[alert] 경보
    }
page-ago = { $time } 전
page-reckoning = 판단 근거 전체
page-severity = 심각도
page-severity-before = { $rule }: 지금 기준으로는 { $fires }이지만, 한 번 오른 횃불 수는 내려가지 않습니다
page-revision = 개정 { $revision }, 독자적 출처 { $sources }곳
page-topics = 주제
page-passing = 스쳐 가는 언급
page-facts = 사실
page-fact = 항목
page-value = 값
page-sentence = 문장
page-outlet = 매체
page-reports = 보도 { $count }건
page-title = 제목
page-published = 게시
page-was-fetched = 가져옴
page-joined = 합쳐진 이유
page-opened = 첫 보도
page-similar = 앞선 보도와 유사도 { $percent }%
page-time = { $unit ->
        [day] { $count }일
        [hour] { $count }시간
        [minute] { $count }분
        [second] { $count }초
       *[moment] 1초 미만
    }

# 경보의 횃불 수를 정한 규칙(severity.toml): "이유" 뒤에 쓴다.

severity-war = 전쟁 중이 아니던 국가 간의 공격
severity-nuclear-site = 핵시설 공격
severity-leader = 국가 지도자에 대한 공격
severity-many-killed = 100명 이상이 숨진 공격
severity-killed = 10명 이상이 숨진 공격
severity-strike = 공격
severity-strike-averted = 요격된 공격
severity-reaction = 발사에 대한 반응
severity-nuclear-test = 핵실험
severity-icbm = 대륙간탄도미사일
severity-unconfirmed = 중대하지만 아직 뉴스 모음에서만 전함
severity-planned = 발사 예고, 연기 또는 취소
severity-long-range = 장거리 발사
severity-satellite = 위성, 유인 또는 우주 로켓 발사
severity-satellite-north = 북한의 위성 발사
severity-constellation = 대규모 위성망의 추가 위성
severity-salvo = 한꺼번에 5발 이상 발사
severity-drill = 시험 또는 훈련
severity-short-range = 단거리 발사
severity-major-round = 대규모 제재
severity-sanctions = 제재 채택 또는 변경
severity-proposal = 제재 제안, 경고 또는 집행
severity-nuclear-step = 핵실험에 못 미치는 핵 관련 조치
severity-statement = 발언
severity-topic = 주제에 정해진 등급
severity-query = 내 검색식으로만 찾은 소식이라 중대성을 따지지 않음
severity-kept = 앞선 보도에 따름

# 읽는 이가 쓰는 말. 쉼표로 나눈다.

typed-off = 끄기, 꺼, 끔, 해제, 없음, 안함
typed-on = 대상, 대상으로, 겨냥
typed-filling = 만, 관련, 소식
typed-anywhere = 모든 곳, 전체, 전세계, 전 세계
typed-and = 및
typed-noon = 정오
typed-midnight = 자정
typed-part = 오전 0, 새벽 0, 아침 1, 낮 9, 오후 12, 저녁 13, 밤 18
typed-hour = 시
typed-minute = 분
typed-half = 반
typed-to = 부터, 에서
typed-until = 까지
typed-zones = Asia/Seoul 한국 부산, Asia/Tokyo 오사카, Asia/Shanghai 중국 베이징 북경, Asia/Kolkata 델리 뭄바이, Asia/Ho_Chi_Minh 하노이, Europe/Kyiv 키이우, Europe/London 영국, Europe/Zurich 제네바, Europe/Berlin 독일, America/New_York 워싱턴

# 나라, 기구, 단체의 이름: 국제 표준(CLDR)보다 뉴스에서 쓰는 이름. 없으면 그대로 둔다.

called-place-kr = 한국
called-place-eu = 유럽연합
called-place-au = 호주
called-place-hk = 홍콩
called-place-mo = 마카오
called-party-western-countries = 서방
called-party-europe = 유럽
called-party-world-trade-organization = 세계무역기구(WTO)
called-party-african-union = 아프리카연합

# /timeline: 있었던 일을 그림으로. 그림에 들어가는 글에는 태그를 쓰지 않는다.

menu-timeline = 있었던 일을 주마다 그림으로 보기
button-csv = 📄 표로 받기 (CSV)
timeline-usage =
    있었던 일을 주마다 그림으로 보여 드립니다. 아래에서 주제를 누르거나, 주제와 원하는 지역, 기간을 쓰세요.
    <code>/timeline 발사</code>
    <code>/timeline 발사 한반도 6개월</code>
    <code>/timeline 러시아 제재 2026-09-01..2026-11-30</code>
    기간은 일(30d), 주(12w), 개월(6m), 년(1y)이나 두 날짜로 쓰며, 쓰지 않으면 12주입니다.
timeline-period = ‘{ $said }’에서 기간을 알아보지 못해 그리지 않았습니다. 오늘까지 며칠, 몇 주, 몇 개월, 몇 년인지 (길어도 2년) 또는 두 날짜를 쓰세요. <code>/timeline 발사 30일</code>, <code>12w</code>, <code>6개월</code>, <code>1y</code>, <code>2026-09-01..2026-11-30</code>
timeline-topic = ‘{ $name }’ 주제는 없습니다. { $known } 또는 내 검색식을 쓰세요. 예: <code>/timeline 발사 한반도 12주</code>
timeline-place = ‘{ $name }’{ JOSA($name, "이라는", "라는") } 나라나 지역은 모릅니다. 어느 언어로든 쓰세요. <code>/timeline { $key } 한반도 12주</code> 또는 <code>/timeline { $key } 이란, 일본 6개월</code>
timeline-few = { $count ->
        [0] { $days }일 동안 <b>{ $title }</b> 사건이 없어 그릴 것이 없습니다.
       *[other] { $days }일 동안 <b>{ $title }</b> 사건이 하나뿐이라 그림이 되지 않습니다. /latest 에서 볼 수 있습니다.
    } 기간을 늘려 보세요. <code>{ $longer }</code>
timeline-many = 사건이 { $total }건이라 그릴 수 있는 { $most }건을 넘습니다. 기간을 줄이거나 지역을 쓰거나 중대한 것만 고르세요. <code>/timeline 공습 이란 4 30일</code>
timeline-later = 그림을 너무 많이 요청하셨습니다. { $minutes }분 뒤에 다시 요청해 주세요.
timeline-busy = 지금은 그리지 못했습니다. 1분 뒤에 다시 해 보세요.
timeline-not-now = 지금은 표를 만들 수 없습니다. 몇 분 뒤에 그림부터 다시 요청해 주세요.
timeline-caption = 📊 <b>{ $title }</b>, { $first } – { $last }: 사건 { $total }건
timeline-launches = 발사: { $count }건
timeline-sanctions = 제재: 부과·연장 { $imposed }건, 완화·해제 { $eased }건
timeline-back = 철회된 { $count }건은 뺐습니다.
timeline-first-bar = 첫 막대는 { $days }일, 나머지는 7일씩입니다.
timeline-panel-weeks = { $title }: 주별 사건
timeline-panel-kinds = 발사체 종류
timeline-panel-figures = 최근 발사체의 거리와 고도, km
timeline-panel-issuers = 제재 주체
timeline-fires = 횃불 { $count }개
timeline-range = 거리
timeline-apogee = 최고 고도
timeline-imposed = 부과·연장
timeline-eased = 완화·해제
timeline-unnamed = 밝히지 않음
timeline-others = 그 밖

# /share: 받는 것을 그대로 받게 하는 링크와 QR 코드.

menu-share = 받는 주제를 링크와 QR 코드로 공유하기
share-nothing = 이 방에는 아직 링크로 공유할 주제가 없습니다. /subscribe 로 주제를 고르거나, 하나를 써 보세요. <code>/share 발사 한반도</code>
share-long = 링크 하나에 다 담을 수 없습니다. 주제를 하나만 쓰거나 지역을 줄이세요. <code>/share 발사 한반도</code>
share-caption =
    🔗 이 링크를 열거나 QR 코드를 비추면 아래 내용을 보고 한 번 눌러 받을 수 있습니다.
    { $topics }
    { $link }
share-own = 내 검색식은 링크에 다 들어가지 않아 뺐습니다.
share-opened =
    누군가 자신이 받는 주제를 공유했습니다.
    { $topics }
    이제부터 알려 드릴까요? 다른 것은 바뀌지 않습니다.
share-line = • <b>{ $topic }</b>{ $before ->
        [none] { "" }
        [same] { " " }(이미 받고 있습니다)
       *[other] , 지금의 ‘{ $before }’ 대신
    }
share-already = 이미 모두 받고 있습니다.
    { $topics }
    /settings 에서 바꿀 수 있습니다.
share-done =
    ✅ 이제부터 받습니다.
    { $topics }
    /settings 에서 바꿀 수 있고, 새 소식은 /latest 에 있습니다.
share-kept = 아무것도 바꾸지 않았습니다. 받을 수 있는 주제는 /topics 에 있습니다.
button-share-yes = ✅ 받기
button-share-no = 받지 않기
start-unknown = 링크가 잘렸거나 다른 버전의 것이라 무엇을 받을지 알 수 없었고, 아무것도 바꾸지 않았습니다.

# 매체를 버튼으로 끄기.

button-outlet = { $outlet } 끄기
button-outlet-undo = 🔕 { $outlet } · 켜기
toast-outlet-muted = 이제 { $outlet } 혼자 보도한 소식은 오지 않습니다.
toast-outlet-heard = { $outlet } 소식이 다시 옵니다.
