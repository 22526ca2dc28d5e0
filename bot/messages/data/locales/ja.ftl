# 烽燧（ポンス）が日本語で話すことばのすべて。キーと意味は en.ftl に従う。

language-name = 日本語
language-timezone = Asia/Tokyo

greeting =
    🔥 <b>ポンス（烽燧）</b>は、制裁と発射のニュースを配信から数秒で届ける速報ボットです。
    何社が報じても、1つの出来事につき届くメッセージは1つだけ。なぜ届いたのかもわかります。
    下のボタンで、受け取るトピックと地域を選んでください。そのほかの使い方は /help にあります。
greeting-back =
    🔥 <b>ポンス</b>へお帰りなさい。
    以前受け取っていたトピックに印を付けてあります。新しい速報はこれから届きます。
    トピックを押すと変更できます。そのほかの使い方は /help にあります。
greeting-group =
    🔥 <b>ポンス</b>です。制裁と発射のニュースを、1つの出来事につき1つのメッセージでお届けします。
    このチャットで受け取るトピックは、管理者が /subscribe で選べます。

help =
    <b>ポンス</b>は{ $feeds }件のニュースフィードを読み、出来事ごとに一度だけお知らせします。別の媒体が裏付けたときは、新しく送らずに同じメッセージを書き換えます。

    { $commands }

    トピックのほかに、好きなことばでも受け取れます。/topic add に名前と検索式を続けてください。/topic try は、過去30日なら何が届いていたかを先に見せます。
    🔥 から 🔥🔥🔥🔥🔥 までは出来事の重大さです。速報の下のボタンを押すと、どのことばで選ばれたかがわかります。
    ✎ は、外国語の報道に書かれた事実だけから組み立てた見出しの印です。元の見出しはその下にあります。🌐 は機械翻訳の見出しです。
    グループでは管理者だけが設定を変えられます。ニュースの出どころは通信社、新聞、官公庁、専門媒体で、速報ごとに媒体名と最初の記事へのリンクがあります。

help-group-news = 🔎 <b>ニュースを探す</b>
help-group-choose = 📌 <b>受け取るものを選ぶ</b>
help-group-how = 🔔 <b>届け方を選ぶ</b>
help-group-alert = 💬 <b>速報について聞く</b>：速報の下、「{ button-read }、{ button-cite }」と並ぶボタン
help-group-here = ⚙️ <b>このチャットとポンス</b>
help-group-service = 🛠 <b>サービスの管理</b>（管理者のみ）
help-button-why = 届いた理由と、🔥 の数の根拠
help-button-sources = 報じた媒体と時刻
help-button-mute = この件は訂正だけを音なしで
help-button-outlet = この媒体だけが報じるものは受け取らない
help-button-irrelevant = 自分には関係ないニュースだったと伝える
help-button-take = グループで：担当することを全員に示す
help-button-details = グループとチャンネルで：すべてを個別のチャットで見る
help-inline = ほかのチャットでも <code>@{ $bot } 火星</code> と書くと、そこで共有できるニュースの候補を出します。
help-guest = ゲストを呼べるチャットでは、<code>@{ $bot }</code> と探すことばを書いたメッセージに、その場でお答えします。

menu-start = トピックを選んで始める
menu-help = できることと、すべてのコマンド
menu-subscribe = トピックを受け取る
menu-unsubscribe = トピックの受け取りをやめる
menu-topics = すべてのトピックと、受け取り中のもの
menu-topic = トピックの最新ニュース。自分の検索式は add, edit, remove, try
menu-latest = 受け取り中のトピックの最新ニュース
menu-settings = 選べることのすべてを1つのメッセージで
menu-today = 今日のニュースを重大なものから
menu-search = 5つの言語のすべてから検索
menu-story = 1件のニュースの情報源と更新の経過
menu-digest = 速報をまとめて受け取る（毎時から毎週まで）
menu-mute = トピック、媒体、またはすべてをしばらく止める
menu-quiet = 音を鳴らさない時間帯
menu-passing = トピックに少しだけ触れた記事の扱い
menu-threads = トピックごとのスレッドに分けて受け取る
menu-timezone = タイムゾーンを選ぶ
menu-status = 正常に動いているか
menu-language = 言語を選ぶ
menu-export = 設定と届いた速報をファイルで受け取る
menu-stop = すべて解除して記録を消す
menu-feedback = 読者が関係ないとしたニュース

button-read = 記事を読む
button-why = なぜ届いた？
button-sources = 情報源
button-mute = この件を消音
button-mute-undo = 🔕 消音中 · 解除
button-irrelevant = 関係ない
button-irrelevant-undo = 👎 関係ない · 取り消す
button-take = ✋ 担当します
button-take-undo = ✋ 担当をやめる
button-details = くわしく
button-cite = 📋 引用
button-newer = ◀ 新しい
button-older = 古い ▶
button-back = ◀ 戻る
button-more = 続き ▶
button-story = ニュース { $number }
button-follow = ✅ 受け取る
button-unfollow = ⬜ 受け取らない
button-try = 📊 過去30日
button-digest-off = まとめない
button-quiet-off = 消音時間なし
button-back-main = ◀ 設定
button-back-topics = ◀ トピック
button-tune = ⚙️ 地域と届け方
button-hush = { $hours ->
        [1] 🔕 1時間
        [8] 🔕 8時間
        [24] 🔕 1日
       *[other] 🔕 1週間
    }
button-unhush = 🔔 再開する
button-now = すぐに
button-digest = まとめで
button-rings = 🔔 音を鳴らす
button-silent = 🔕 音なし
button-set-topics = 📌 トピック
button-set-rings = 🔔 音を鳴らすもの
button-set-quiet = 🌙 消音時間
button-set-digest = 🗞 まとめ
button-set-muted = 🔕 止めているもの
button-set-passing = 💬 少しだけ触れた記事
button-set-pictures = 🖼 写真
button-set-timezone = 🕘 タイムゾーン
button-set-language = 🌐 言語
button-set-threads = 🧵 スレッド
button-threads-topic = トピック別
button-threads-fires = 🔥 の数別
button-threads-off = すべて1か所に
button-threads-again = 作り直す
button-stop-yes = はい、すべて消します
button-stop-no = いいえ、このままで

subscribe-choose = トピックを押すと、受け取りを始めたりやめたりできます。
subscribed = <b>{ $topic }</b> を受け取ります。
subscribed-before = これまでは次のように絞っていました：{ $before }
subscribed-example = これからこうしたニュースが届きます。そのうち最新のもの：
subscribed-empty = そうしたニュースはまだありませんが、最初のものから自動で届きます。
subscribed-already = <b>{ $topic }</b> はすでに受け取っています。
unsubscribed = <b>{ $topic }</b> の受け取りをやめました。元に戻すには /subscribe { $key }
unsubscribed-already = <b>{ $topic }</b> は受け取っていません。
topic-unknown = 「{ $name }」というトピックはありません。下から選ぶか、/topics をご覧ください。
toast-on = 受け取ります：{ $topic }
toast-off = 受け取りません：{ $topic }
toast-old = このボタンは古くなりました。/help をお試しください。
toast-admins = 変更できるのは、このチャットの管理者だけです。

toast-muted = 消音しました。内容の訂正は音なしで続けます。
toast-unmuted = 消音を解除しました。
toast-irrelevant = 「関係ない」と記録しました。
toast-irrelevant-group = 「関係ない」と記録しました。「くわしく」から個人チャットを開くと取り消せます。
toast-relevant = 取り消しました。
toast-taken = あなたが担当です。ここにいる全員に表示されます。
toast-held = { $name } さんが担当しています。
toast-given-back = いまは誰も担当していません。
held-by = ✋ <b>{ $name }</b> さんが担当（{ $at } から）
popup-why = { $topic }、確度{ $score }%（{ $terms }）：「{ $sentence }」
place-everywhere = すべての地域
place-on = { $place }が対象
fires-from = { $fires } 以上
place-unknown =
    「{ $name }」という国や地域はわからないので、何も変えていません。どの言語で書いてもかまいません。例：
    <code>/subscribe { $key } 朝鮮半島</code>、<code>/subscribe { $key } イラン、日本</code>、<code>/subscribe 制裁 ロシア 対象</code>
    1 から 5 の数は、受け取る 🔥 の最少の数です：<code>/subscribe { $key } 4</code>
    <code>/subscribe { $key }</code> だけなら、すべての地域のすべてのニュースです。
toast-where = これから押すトピックの地域：{ $where }

topics-title = <b>トピック</b>：押すと受け取りを始めたりやめたりできます。
topic-title = <b>{ $topic }</b> · ニュース{ $total }件
    { $about }
    { $followed ->
        [yes] ✅ 受け取っています。
       *[no] ⬜ 受け取っていません。
    }
query-usage =
    好きなことばでニュースを受け取れます。
    <code>/topic add 名前 検索式</code>
    <code>/topic edit 名前 検索式</code>
    <code>/topic remove 名前</code>
    <code>/topic try 検索式</code> は、受け取らずに何が届いたはずかを見せます。

    検索式には、単語、"フレーズ"、<code>OR</code>、<code>-除くことば</code>、かっこ、単語の前後の *、そして title:、source:、lang:、country:、topic:、tier: が使えます。大文字と小文字、アクセント、ハイフンは区別しません。日本語、韓国語、中国語のことばは複合語の中からも探します。="制裁" と書くと、単独の「制裁」だけを探します。
    <code>/topic add 火星 ("Hwasong-18" OR 火星18) -映画</code>
    <code>/topic add タンカー title:タンカー country:(kp OR ru)</code>
query-added =
    ✅ 次の記事から <b>{ $name }</b> を受け取ります。検索式はこう読みました：
    <code>{ $query }</code>
query-edited =
    ✅ 次の記事から <b>{ $name }</b> が変わります。検索式はこう読みました：
    <code>{ $query }</code>
query-removed = 削除しました：<b>{ $name }</b>（<code>{ $query }</code>）
query-taken = <b>{ $name }</b> という検索式はすでにあります。変えるには /topic edit、消すには /topic remove
query-unknown = 「{ $name }」という検索式はありません。あるもの：{ $names }
query-none = まだありません（/topic add）
query-full = 検索式はすでに上限の{ $most }個あります。/topic remove で空きを作ってください。
query-name = 検索式の名前は{ $most }文字までの1語で、add、edit、remove、try は使えません。
query-is-topic = 「{ $name }」はすでにトピックの名前です。別の名前を付けてください。

query-long = 検索式は{ $most }文字までです。いまは{ $length }文字あります。
query-empty = 検索式がありません。探すことばを書いてください。
query-negative = 探すことばも書いてください。除くことばだけでは、ほとんどの記事が当てはまります。例：<code>ミサイル -映画</code>
query-word = ここには単語、"フレーズ"、開きかっこのどれかが必要です：
query-value = フィールドの後には、単語か"フレーズ"、またはかっこに入れたいくつかのことばが必要です。例：<code>title:(ミサイル OR ロケット)</code> ここに抜けています：
query-group = フィールドのかっこの中では、ことばの間に OR が必要です。例：<code>country:(kp OR ru)</code> ここです：
query-open = このかっこが閉じられていません。後ろに ) が必要です：
query-close = このかっこに対応する開きかっこがありません。消すか、前で開いてください：
query-quote = この引用符が閉じられていません。後ろにもう1つ必要です：
query-dash = - は除くことばのすぐ前に付けます。例：<code>-映画</code> ここでは離れています：
query-field = { $name } というフィールドはありません。使えるのは title:、source:、lang:、country:、topic:、tier: です。その文字列そのものを探すには "引用符" で囲んでください：
query-lang = 「{ $name }」という言語はわかりません。en や ja のような2文字か、言語の名前が必要です：
query-country = 「{ $name }」という国はわかりません。kp や ru のような2文字か、国の名前が必要です：
query-topic = 「{ $name }」というトピックはありません。次のどれかが必要です（{ $known }）：
query-tier = 「{ $name }」という区分はありません。次のどれかが必要です（{ $known }）：
query-star = * は単語の末尾か先頭にだけ使えます：
query-letters = ここには単語が必要ですが、文字も数字もありません：
query-short = * を使うには、単語が2文字以上必要です：

trial =
    { $stories ->
        [0] { $days }日間に届いたはずのニュースはありません。
       *[other] { $days }日間に{ $stories }件、1日に最大{ $most }件が届いたはずです。
    }
    { $entries ->
        [0] 当てはまる記事はありません。
       *[other] 当てはまる記事は{ $entries }件です{ $merged ->
            [0] 。
           *[other] 。そのうち{ $merged }件は、ほかの記事のニュースにまとめられたはずです。
        }
    }
    棒1本が1日で、{ $first } から今日までです：
trial-matched = 当てはまったことば：{ $words }

latest-title = <b>最新ニュース：{ $topics }</b>
latest-all = すべてのトピック
latest-number = /latest の後には 1 から { $most }までの数を書いてください。例：/latest { $most }
today-title = <b>{ $day }：{ $topics }</b> · { $total ->
        [0] まだニュースはありません
       *[other] ニュース{ $total }件
    }
search-usage =
    保存しているニュースと記事を、5つの言語のどれでも検索できます。
    <code>/search 火星</code>
    <code>/search 制裁 -映画</code>
    <code>/search title:タンカー country:(kp OR ru)</code>

    単語、"フレーズ"、<code>OR</code>、<code>-除くことば</code>、かっこ、単語の前後の *、そして title:、source:、lang:、country:、topic:、tier: が使えます。よく当てはまる新しいものから並べます。
search-title = 🔎 { $query } · { $total ->
        [0] 見つかりませんでした
       *[other] { $total }{ $more }件
    }
story-unknown = どのニュースですか。<code>/story 12</code> のように番号を送ってください。番号は /search で見つかります。すでに消えたニュースは表示できません。
story-reports = <b>ニュース { $id }</b> · 記事{ $total }件 · 時刻：{ $zone }
story-more = <i>ほかに{ $more }件</i>
story-edit = ✏️ <i>{ $changes }</i>
edit-confirmed = 2つ目の情報源が確認
edit-official = 公的な発表で確認
edit-corrected = 訂正
edit-retracted = 報道取り消し
list-empty = まだ何もありません。

status =
    フィード：{ $feeds }件のうち正常 { $healthy }、エラー { $failing }、無応答 { $silent }
    最後の確認：{ $poll }
    最後の速報：{ $alert }
    把握している出来事：{ $stories }件
    受け取り中：{ $topics }
status-hours = 時間の設定：{ $zone } · { $quiet } · { $digest }
status-quiet = { $hours ->
        [none] 消音時間なし
       *[other] 消音 { $hours }
    }
status-digest = { $every ->
        [none] まとめなし
       *[other] まとめは{ $every }
    }
status-nothing = まだありません（/subscribe）
status-aside = ⚠️ 3回失敗して保留中：フィード { $feeds }、記事 { $entries }、検索式 { $queries }、速報 { $alerts }、まとめ { $digests }、受信先への送信 { $postings }。サーバーで <code>bongsu retry</code> を実行すると再試行します。
status-unsent = ⚠️ Telegram が最後まで受け付けなかった速報{ $refused }件、いま受け付けないチャット{ $shut }件。
status-troubles = <b>いま起きている問題</b>
status-more = ほかに{ $more }件あります。
status-aside-row = { $kind ->
        [feed] フィード
        [entry] 記事
        [query] 検索式
        [digest] まとめの送り先
        [posting] 受信先
       *[alert] 速報
    }「{ $name }」：<code>{ $error }</code>
never = なし

why-topic = <b>{ $topic }</b>、確度{ $score }%、根拠：
why-fires = { $fires }：{ $rule }
why-facts = 記事に書かれていること：
why-fact = <b>{ $facts }</b> · { $outlet }
why-passing = <b>{ $topic }</b>、本文で触れているだけ（/passing）：
why-query = あなたの検索式 <b>{ $name }</b>：<code>{ $query }</code>
why-times =
    { $outlet } の掲載：{ $published }
    取得：{ $fetched }
why-sent = ここへの送信：{ $sent }
as-seen = { $at }（取得時刻）
why-countries = 国：{ $countries }
part-actor = { $country }（発射）
part-issuer = { $country }（制裁する側）
part-target = { $country }（制裁される側）
why-unknown = このニュースはもう残っていません。
in-language = （{ $language }）
retracted = ⚠️ <b>報道取り消し</b>（{ $at }）：この報道を撤回した媒体があります。
ring-severity = { $fires } さらに重大になりました：{ $headline }
ring-retracted = ⚠️ 報道取り消し：{ $headline }
history = 当方の記録で今年{ $number ->
        [1] 初の発射
       *[other] { $number }回目の発射
    }、{ $days ->
        [0] 前回と同じ日
       *[other] 前回から{ $days }日後
    }
sources-join = { $reason ->
        [link] ：{ $detail } と同じページ
        [copy] ：{ $detail } と同じ文
        [event] ：同じ出来事（{ $detail }）
       *[alike] ：同じ出来事
    }
sources-foot = <i>{ $more ->
        [0] { "" }
       *[other] ほかに{ $more }媒体。
    }独自に報じたのは{ $own }媒体。時刻：{ $zone }</i>
fact-kind = { $value ->
        [icbm] ICBM
        [irbm] 中距離ミサイル
        [mrbm] 準中距離ミサイル
        [srbm] 短距離ミサイル
        [slbm] 潜水艦発射ミサイル
        [ballistic] 弾道ミサイル
        [cruise] 巡航ミサイル
        [hypersonic] 極超音速ミサイル
        [air_defence] 防空ミサイル
        [artillery_rocket] 多連装ロケット砲
        [satellite_launch] 衛星打ち上げ
        [crewed] 有人打ち上げ
        [engine_test] エンジン試験
        [rocket] ロケット
       *[missile] ミサイル
    }
fact-status = { $value ->
        [failed] 失敗
        [planned] 予定
        [delayed] 延期
       *[called_off] 中止
    }
fact-count = { $more ->
        [yes] { $count }発以上
       *[no] { $count }発
    }
fact-range = { $number }km
fact-apogee = 高度{ $number }km
fact-direction = { $value ->
        [eastsea] 日本海
        [westsea] 黄海
        [southsea] 朝鮮半島南方の海
        [northpacific] 北太平洋
        [pacific] 太平洋
        [southchinasea] 南シナ海
        [eastchinasea] 東シナ海
        [indian] インド洋
        [bengal] ベンガル湾
        [arabian] アラビア海
        [atlantic] 大西洋
        [barents] バレンツ海
        [oman] オマーン湾
        [gulf] ペルシャ湾
        [eez] 日本の排他的経済水域（EEZ）
        [japanwaters] 日本近海
        [japan] 日本上空
        [kura] クラ試験場
        [alsom] アルソム（卵島）
        [eastcoast] 東海岸沖
        [westcoast] 西海岸沖
       *[sea] 海上
    }
fact-act = { $value ->
        [proposed] 提案
        [threatened] 警告
        [voted] 採決
        [vetoed] 拒否権
        [adopted] 採択
        [imposed] 発動
        [designated] 指定
        [extended] 延長
        [eased] 緩和
        [lifted] 解除
        [suspended] 停止
        [evaded] 回避
        [enforced] 執行
        [criticised] 批判
        [waived] 免除
       *[effects] 影響
    }
fact-vetoed = { $names }が拒否権を行使
fact-resolution = 決議{ $number }号
fact-round = 第{ $number }弾の制裁
fact-designated = { $number }件を指定
fact-nuclear = { $value ->
        [prepared] 核実験の準備
        [tested] 核実験
        [enriched] 濃縮
        [inspected] 査察
        [agreed] 合意
        [negotiated] 協議
       *[threatened] 威嚇
    }
fact-strike = { $value ->
    [intercepted] 迎撃
    [invaded] 侵攻
    [planned] 予告または威嚇
    [denied] 否定
   *[other] 攻撃
}
fact-killed = { $number }人死亡
fact-injured = { $number }人負傷
fact-magnitude = マグニチュード{ $number }
fact-yield = { $number }kt
reported-by = 報道：{ $outlets }{ $more ->
        [0] { "" }
       *[other] { " " }ほか{ $more }媒体
    }、最初の確認 { $seen }

language-choose = ここで使う言語を選んでください。
language-set = これからは日本語でお話しします。
language-unknown = 「{ $name }」はまだ話せません。下から選んでください。
settings =
    ⚙️ <b>設定</b>
    トピック：{ $topics }
    音：{ $fires } 以上で鳴ります{ $most ->
        [0] { "" }
       *[other] （1時間に最大{ $most }回）
    }。{ $quiet }
    まとめ：{ $digest ->
        [none] なし
       *[other] { $digest }
    }
    タイムゾーン：{ $zone }
    少しだけ触れた記事：{ $passing }
    写真：{ $pictures }
    止めているもの：{ $muted ->
        [0] なし
       *[other] { $muted }件
    }
settings-topics = トピックを押すと、受け取る地域、🔥 の数、届け方を選べます。
settings-rings =
    { $fires } 以上の速報は音が鳴り、それ未満は音なしで届きます。🔥🔥🔥🔥🔥 の速報はいつでも鳴ります。
    { $most ->
        [0] 鳴る回数に上限はありません。
       *[other] 鳴るのは1時間に最大{ $most }回です。それを超えた分は音の鳴らない1つのメッセージにまとめ、何件あるかをお知らせします。
    }
rings-most = { $most ->
        [0] 上限なし
       *[other] 1時間に{ $most }回
    }
settings-muted = { $count ->
        [0] 止めているものはありません。
       *[other] 止めているものを押すと、また届くようになります。
    }
    下のボタンで、すべてをしばらく止められます。その間は 🔥🔥🔥🔥🔥 の速報だけが届き、ほかは /latest で見られます。
    <code>/mute 媒体名</code> で媒体を止めると、その媒体だけが報じたニュースは届きません。
muted-all = すべて
muted-one = { $name }（{ $until } まで）
muted-until = 🔕 { $until } まで止めています。届くのは 🔥🔥🔥🔥🔥 の速報だけです。
mute-unknown = 「{ $name }」というトピックは受け取っておらず、その名前の媒体もありません。例：<code>/mute 発射 8時間</code>、<code>/mute 全部 1日</code>、または速報に出てくる媒体名
tune-off = 受け取っていません。
tune-where = 地域：{ $where }（ほかの地域：<code>/subscribe { $key } イラン、日本</code>）
tune-fires = { $fires } 以上
tune-way = { $way ->
        [now] 速報ごとにすぐ
       *[digest] まとめで
    }
tune-sound = { $on ->
        [yes] 音あり
       *[no] 音なし
    }
digest-every = { $hours ->
        [1] 1時間ごと
        [24] 毎日 { $at }
        [168] 毎週{ $day } { $at }
       *[other] { $hours }時間ごと
    }
digest-rhythm = { $hours ->
        [1] 毎時
        [24] 毎日
        [168] 毎週
       *[other] { $hours }時間ごと
    }

digest-on =
    { $every }（{ $zone }）に、ニュースをまとめてお届けします。次回：{ $next }
    重大なものから順に並べます。🔥🔥🔥🔥🔥 の速報は、それでもすぐに届きます。
digest-off =
    まとめは使っていません。すべての速報がすぐに届きます。
    まとめを使うと、🔥 が5つ未満の速報は1つのメッセージにまとまって届きます。間隔か、1日1回の時刻（{ $zone }）を選ぶか、<code>/digest 9:00</code> のように書いてください。
digest-ended = { $state }
    { $waiting ->
        [0] 待っていたニュースはありません。
       *[other] 待っていた{ $waiting }件は、いま最後のまとめで届きます。
    }
digest-unknown = 「{ $said }」から時刻を読み取れませんでした。{ $zone } の時刻を <code>/digest 9:00</code> のように書くか、やめるには <code>/digest off</code> と書いてください。
digest-title = { $total ->
        [0] 🔥 { $since } 以降、まとめる<b>新しいニュースはありません</b>。
       *[other] <b>ニュースのまとめ</b>：{ $since } 以降の{ $total }件
    }
digest-more = ほかに{ $more }件：/latest
digest-last = これが最後のまとめです。これからはすべての速報がすぐに届きます。
gathering-title =
    { $since } 以降の<b>速報をさらに{ $total }件</b>まとめました。
    1時間のうちにすでに{ $most }回鳴ったため、残りは音なしでここにまとめます。🔥🔥🔥🔥🔥 の速報はいつでも鳴ります。/settings
list-retracted = ⚠️ <b>報道取り消し</b>：{ "" }

quiet-on =
    消音時間：{ $hours }（{ $zone }）。この間も速報は届きますが、音は鳴りません。🔥🔥🔥🔥🔥 の速報はいつでも鳴ります。
    <code>/quiet 22:30-6:30</code> のように書くと変えられます。
quiet-off =
    消音時間はありません。どの速報も音が鳴ることがあります。
    消音時間には 🔥🔥🔥🔥🔥 の速報だけが鳴り、ほかは音なしで届きます。時間（{ $zone }）を選ぶか、<code>/quiet 23-7</code> のように書いてください。
quiet-unknown = 「{ $said }」から時間帯を読み取れませんでした。始まりと終わりを { $zone } の時刻で <code>/quiet 23-7</code> や <code>/quiet 22:30-6:30</code> のように書くか、やめるには <code>/quiet off</code> と書いてください。

passing =
    別の話題の記事で、受け取り中のトピックの今後の動きに本文だけが触れていることがあります。たとえば、記者会見で新たな制裁を検討中だと述べた大臣の記事です。こうしたニュースはどうしますか。
passing-now = すぐに受け取る
passing-digest = まとめだけで
passing-never = 受け取らない
pictures = 速報の下に、記事の写真、見出し、書き出しを表示できます（Telegram のリンクプレビュー）。どの大きさにしますか。
pictures-none = 写真なし
pictures-small = 小さく
pictures-large = 大きく
threads-topic = トピック
threads-fires = 重大さ
threads-off = オフ
threads = 🧵 <b>スレッド</b>：{ $way ->
        [topic] トピックごとにスレッドがあります。
        [fires] 🔥 の数ごとにスレッドがあります。
       *[off] すべての速報が1か所に届きます。
    }
threads-about = 速報は1つのスレッドだけに届きます。複数のトピックにまたがるときは、最もはっきり当てはまるトピックのスレッドです。まとめのように複数の速報を含むメッセージはスレッドの外に届き、閉じられた、または削除されたスレッドの速報もそこに届きます。
threads-offer = このグループにはスレッドがあります（Telegram ではトピックと呼びます）。速報をトピック別か 🔥 の数別のスレッドに分けましょうか。そうすれば、それぞれが不要なスレッドだけを消音できます。/threads でいつでも変えられます。
threads-rights = ここではまだスレッドを作る権限がありません。グループの所有者が、グループ設定の管理者の一覧で「トピックの管理」の権限を与えてください。そのあと /threads をもう一度送ってください。
threads-none = { $chat ->
        [private] このチャットではスレッドがオフです。このボットの運営者が @BotFather で個別チャットのトピックをオンにし、このチャットの設定でもオンにする必要があります。
        [channel] チャンネルにはスレッドがありません。
       *[group] このグループにはまだスレッドがありません。グループの所有者がグループ設定で「トピック」をオンにし、管理者の一覧で「トピックの管理」の権限を与えてください。そのあと /threads をもう一度送ってください。
    }
threads-lost = 🧵 閉じられたか削除されたスレッド：<b>{ $names }</b>。その速報はこれからここに届きます。失われた速報はありません。
threads-unmade = 🧵 作れなかったスレッド：<b>{ $names }</b>。その速報はここに届きます。スレッドを作るには「トピックの管理」の権限が必要です（グループ設定、管理者）。

timezone-is =
    ここでは { $zone } の時間を使い、速報、消音時間、まとめのすべてに当てはめます。現地はいま { $at } です。
    変えるには、同じタイムゾーンの大きな都市や国の名前を <code>/timezone 東京</code> のように送ってください。
timezone-set = これからここでは { $zone } の時間を使い、速報、消音時間、まとめのすべてに当てはめます。現地はいま { $at } です。
timezone-which = 「{ $name }」に当てはまるタイムゾーンがいくつかあります。選んでください：
timezone-unknown =
    「{ $name }」というタイムゾーンはわかりません。{ $zone } の時間のままにします。
    同じタイムゾーンの大きな都市の名前を <code>/timezone 東京</code> や <code>/timezone New York</code> のように送るか、タイムゾーンの名前を <code>/timezone Asia/Tokyo</code> や <code>/timezone UTC+9</code> のように送ってください。

stop-confirm = ここに届く速報をすべて止め、トピック、自分の検索式、設定、送った速報など、このチャットの記録を消します。先に /export で控えを受け取れます。消してよろしいですか。
stop-done =
    消しました。速報はもう届かず、このチャットの記録は残っていません。消したもの：
    受け取っていたトピックと検索式：{ $topics }、自分の検索式：{ $queries }、速報の記録：{ $alerts }、「関係ない」の票：{ $votes }、そしてすべての設定。
    もう一度始めるには /start
stop-kept = 何も変えていません。

hint = コマンドにお答えします。最新ニュースは /latest、受け取れるトピックは /topics、そのほかは /help にあります。
unknown-command = { $command } というコマンドはわかりません。{ $close ->
        [none] 使えるコマンドは /help にあります。
       *[other] もしかして { $close } ですか。そのほかは /help にあります。
    }
admins-only = このチャットの設定を変えられるのは管理者だけです。
trouble = うまくいきませんでした。こちらの不具合で、記録してあります。1分ほどしてからもう一度お試しください。

feedback-admins = 読者が「関係ない」としたニュースは、サービスの管理者だけが見られます。
feedback-none = 過去90日に「関係ない」とされた速報はありません。
feedback-title = <b>過去90日の「関係ない」</b>：全部で{ $votes }票
feedback-sources = <b>媒体別</b>
feedback-stories = <b>ニュース</b>
feedback-story = { $headline }：{ $told } チャット中{ $votes }票

menu-feeds = フィード：検索、追加、停止、編集、削除
menu-broadcast = すべてのチャットに文章を送る
menu-who = 購読者の数と内訳
menu-invite = 参加できる招待リンク

not-admitted = このポンスは非公開です。運営者に招待を依頼してください。
invitation-over = この招待は使い切られたか、期限が過ぎています。送り主に新しい招待を依頼してください。
invite =
    { $link }
    { $until } まで、チャット{ $uses }件が参加できます。リンクを表示するのは今回だけで、控えは保存しません。
invite-idle = 今のままでは何も変わりません：BONGSU_ACCESS は { $access } で、招待が有効なのは invite のときだけです。
invite-usage = /invite のあとに、参加できる数（1～{ $uses }）と日数（1～{ $days }）を書いてください：<code>/invite 5 30</code>
who =
    <b>購読者 { $total }</b>
    今週：新規 { $new }、離脱 { $gone }
    種類：{ $kinds }
    言語：{ $languages }
    トピック：{ $topics }
    自分の検索式あり：{ $own } · 何も受け取っていない：{ $silent }
who-private = 個人
who-group = グループ
who-channel = チャンネル

bulletin-usage = コマンドのあとに文章を書いてください。Telegram の書式がそのまま使えます：<code>/broadcast 日曜日にサーバーを移します。</code> まずお見せします。
bulletin-long = 長すぎます。書式を含めて最大{ $most }文字です。
bulletin-preview =
    線の下の文章が、そのままチャット{ $chats }件に届きます。速報が優先です。
    ―――
bulletin-dropped = 取り消しました。誰にも送られていません。
bulletin-progress = { $state ->
        [going] 📣 送信中
        [stopped] 📣 停止
       *[over] 📣 送信済み
    }：{ $total }件のうち{ $sent }件に届きました{ $failed ->
        [0] 。
       *[other] 。{ $failed }件には届きません。
    }
button-bulletin-send = チャット{ $chats }件に送る
button-bulletin-drop = 送らない
button-bulletin-stop = 停止

feeds-title = <b>フィード</b> · { $total }
feeds-usage =
    <code>/feeds failing country:kr</code> のように選びます：状態、country:、lang:、tier:、名前の一部。
    <code>/feeds add アドレス</code> は確認してから追加します。サイトのアドレスでもかまいません。OPML ファイルを送ると中のフィードをすべて追加し、<code>/feeds export</code> で書き出します。
feeds-found =
    { $what }
    <b>{ $outlet }</b>：{ $format }、項目{ $entries }件、最新は { $newest }。
    { $flagged ->
        [0] 最近の項目に、速報の対象になるものはありませんでした。
       *[other] 最近の項目のうち{ $flagged }件が速報の対象でした：
    }
feeds-named =
    { $what }
    このページには次のフィードがあります。どれにしますか。
feeds-none =
    { $what }
    フィードではなく、フィードの案内もありません：{ $problem }
feeds-added = ✅ 追加しました。これから確認します。今ある項目は新しいニュースとして扱いません。
feeds-known = すでにあるフィードなので、何も変えませんでした。
feeds-not-added = 追加しませんでした。
feeds-wrong = できません：<code>{ $error }</code>
feeds-slip-unknown = フィード <code>{ $word }</code> はありません。/feeds に一覧があります。
feeds-slip-field = <code>{ $word }</code>：項目=値 の形で書いてください。項目：{ $fields }
feeds-slip-nothing = 何を変えるか、項目=値 の形で書いてください。項目：{ $fields }
feeds-slip-interval = <code>{ $word }</code>：間隔は 90s、5m、2h、1d または auto で、{ $days }d まで指定できます。
feeds-slip-missing = <code>{ $field }</code> は空にできません。
feeds-slip-code = <code>{ $field }</code> は小文字2字のコードです。<code>{ $word }</code> は使えません。
feeds-slip-ascii = <code>user_agent</code> には ASCII 文字しか使えません。
feeds-slip-timezone = タイムゾーン <code>{ $word }</code> はありません。Asia/Tokyo のように書いてください。
feeds-slip-tier = <code>{ $word }</code> という区分はありません。区分：{ $tiers }
feeds-slip-which = どのフィードか、/feeds に出る番号かアドレスで書いてください。
feeds-slip-unknown-field = <code>{ $word }</code> という項目はありません。項目：{ $fields }
feeds-slip-text = <code>{ $field }</code> の値は引用符で囲んだ文字列にしてください。
feeds-slip-table = <code>{"{"} url = ..., outlet = ... {"}"}</code> のような表にしてください。
feeds-slip-twice = <code>{ $word }</code> はすでに前にあります。どちらかを消してください。
feeds-slip-address = <code>{ $word }</code> はフィードのアドレスではありません。http:// か https:// で始まる必要があります。
feeds-slip-xml = 正しい XML ではありません：<code>{ $error }</code>
feeds-slip-at = { $kind ->
        [line] { $number } 行目
       *[feed] { $number } 番目のフィード
    }：{ $said }
feeds-slip-more = ほかに誤りが { $more } 件あります。
feeds-file-encoding = UTF-8 のファイルではありません（{ $byte } バイト目）。UTF-8 で保存してください。
feeds-file-toml = 正しい TOML のファイルではありません：<code>{ $error }</code>
feeds-file-list = ファイルに <code>feeds</code> の一覧がありません。こう書いてください：<code>feeds = [ {"{"} url = ..., outlet = ... {"}"}, ]</code>
feeds-file-opml = OPML のファイルではありません。<code>&lt;opml&gt;</code> の <code>&lt;body&gt;</code> に <code>&lt;outline&gt;</code> が必要です。
feeds-file-empty = ファイルにフィードがありません。
feeds-asked = 今すぐ確認します。
feeds-remove = <b>{ $outlet }</b> の確認を完全にやめますか。これまでの項目は残ります。
feeds-removed = <b>{ $outlet }</b> を削除しました。これまでの項目は残り、/feeds add で戻せます。
feeds-imported = フィード{ $total }件のうち{ $new }件が新規です{ $faults ->
        [0] 。
       *[other] 。読めなかった行が{ $faults }行あります：
    }
feeds-file-large = フィードのファイルは最大 { $most } MB です。
feeds-card =
    { $mark } <b>{ $outlet }</b> · { $number } · { $state }
    { $url }
    確認：{ $polled } · 次回：{ $next } · 間隔：{ $every }
    { $tier } · 言語 { $language } · 国 { $country } · { $timezone }
    編集局：{ $newsroom } · User-Agent：{ $user_agent }
    最後のエラー：{ $error }
    カタログが変えない項目：{ $own }
    <code>/feeds edit { $number } language=ko timezone=Asia/Seoul newsroom=none</code>
button-feed-add = 追加する
button-feed-no = いいえ
button-feed-remove = 削除
button-feed-keep = 残す

feed-gone =
    フィードが完全になくなったため、確認をやめました：<b>{ $outlet }</b>、{ $url }
    { $error }
    新しいアドレスは <code>bongsu feeds add</code> で追加してください。
chat-shut =
    ⚠️ 参加しているチャットですが、Telegram が書き込みを受け付けません。チャット：<code>{ $where }</code>、理由：<code>{ $error }</code>
    このチャット宛ての速報は1日待ち、書き込めるようになるとすぐに送ります。スレッドだけがない場合は、チャット本体に送ります。チャットの管理者が投稿の権限を与えるか、スレッドを開いてください。

# 日本語の報道がないニュースのために、事実だけから組み立てる見出し。新聞の見出しのように短く。

built-kind = { $kind ->
        [icbm] 大陸間弾道ミサイル（ICBM）
        [irbm] 中距離弾道ミサイル
        [mrbm] 準中距離弾道ミサイル
        [srbm] 短距離弾道ミサイル
        [slbm] 潜水艦発射弾道ミサイル（SLBM）
        [ballistic] 弾道ミサイル
        [cruise] 巡航ミサイル
        [hypersonic] 極超音速ミサイル
        [air_defence] 防空ミサイル
        [artillery_rocket] ロケット砲
        [engine_test] ロケットエンジン
        [satellite] 衛星
        [crewed] 有人宇宙船
        [space] ロケット
        [projectile] { $sure ->
            [no] 未確認の飛翔体
           *[yes] 飛翔体
        }
       *[missile] ミサイル
    }{ $sure ->
        [no] { $kind ->
            [projectile] { "" }
           *[other] の可能性があるもの
        }
       *[yes] { "" }
    }
built-count = { $kind }{ $count }発
built-least = { $kind }少なくとも{ $count }発
built-several = { $kind }数発
built-toward = { $sea ->
        [eastsea] 日本海
        [westsea] 黄海
        [southsea] 朝鮮半島南方の海
        [northpacific] 北太平洋
        [pacific] 太平洋
        [southchinasea] 南シナ海
        [eastchinasea] 東シナ海
        [indian] インド洋
        [bengal] ベンガル湾
        [arabian] アラビア海
        [barents] バレンツ海
       *[atlantic] 大西洋
    }に向け
built-fired = { $who }、{ $toward }{ $things }を発射
built-launched = { $by ->
        [no] { $thing }を{ $kind ->
            [crewed] 打ち上げ
            [satellite] 打ち上げ
            [space] 打ち上げ
           *[other] 発射
        }
       *[yes] { $who }、{ $thing }を{ $kind ->
            [crewed] 打ち上げ
            [satellite] 打ち上げ
            [space] 打ち上げ
           *[other] 発射
        }
    }
built-done = { $who }、{ $toward }{ $thing }{ $kind ->
        [engine_test] の試験を実施
        [crewed] を打ち上げ
        [satellite] を打ち上げ
        [space] を打ち上げ
       *[other] を発射
    }
built-outcome = { $by ->
        [no] { "" }
       *[yes] { $who }、
    }{ $thing }の{ $kind ->
        [engine_test] 試験
        [crewed] 打ち上げ
        [satellite] 打ち上げ
        [space] 打ち上げ
       *[other] 発射
    }{ $status ->
        [failed] に失敗
        [planned] を予定
        [delayed] を延期
       *[called_off] を中止
    }
built-sanctions = { $who }、{ $related ->
        [yes] { $whom }関連の
       *[no] { "" }
    }{ $act ->
        [adopted] 制裁を承認
        [extended] 制裁を延長
        [eased] 制裁を緩和
        [lifted] 制裁を解除
        [suspended] 制裁を停止
        [waived] 制裁の適用を免除
        [proposed] 制裁の可能性に言及
       *[imposed] 制裁を発動
    }
built-nuclear = { $who }、核実験を{ $act ->
        [prepared] 準備
       *[tested] 実施
    }
built-strike = { $who }、{ $whom }{ $site ->
        [nuclear] の核施設
       *[none] { "" }
    }を攻撃
comma = 、{ "" }
semicolon = ；{ "" }
built-about = { $what ->
        [sanctions] 制裁関連のニュース
        [missile] ミサイル発射関連のニュース
        [artillery_rocket] ロケット砲発射関連のニュース
        [space] ロケット打ち上げ関連のニュース
        [engine_test] ロケットエンジン試験関連のニュース
       *[launch] 発射関連のニュース
    }：{ $parties }

# 管理者に知らせる問題。「解消：」の後ろにも置けるよう、それぞれ1つの文にする。

trouble-over = ✅ 解消：{ $what }
trouble-more = ほかに{ $more }件あります。/status に並んでいます。
trouble-feed-silent = <b>{ $outlet }</b> が{ $days }日間、何も配信していません。ふだんの間隔は{ $hours ->
        [0] 1時間未満
       *[other] { " " }{ $hours }時間
    }です。{ $url }
trouble-feed-failing = <b>{ $outlet }</b> を{ $ever ->
        [no] 一度も読み取れていません
       *[yes] 1日のあいだ読み取れていません
    }：{ $error } { $url }
trouble-country-failing = 「{ $name }」のフィード{ $feeds }個がすべてエラーです。
trouble-host-failing = { $name } のフィード{ $feeds }個がすべてエラーです。
trouble-most-failing = フィード{ $feeds }個のうち{ $failing }個がエラーです。こちらのネットワークか名前解決（DNS）が止まっているかもしれません。
trouble-not-polled = { $minutes }分間、どのフィードも確認していません。確認を行うプロセスのログを調べ、起動し直してください。
trouble-queue = { $job ->
        [detect] 判定を{ $minutes }分待っている記事があります。待っているのは{ $count }件です。
       *[deliver] 送信を{ $minutes }分待っている速報があります。待っているのは{ $count }件です。
    }
trouble-set-aside = 3回失敗して保留中：{ $kind ->
        [feeds] フィード
        [entries] 記事
        [queries] 検索式
        [digests] まとめ
        [postings] 受信先への送信
       *[deliveries] 速報
    } { $count }件。<code>bongsu retry</code> を実行すると再試行します。
trouble-receiver = 受信先「{ $name }」が{ $minutes }分間何も受け取っていません：{ $error }。待っているものは1週間保管されます。
trouble-disk = データベースのあるディスクの空きが残り { $megabytes } MB しかありません。
trouble-database = データベースの応答が遅くなっています。トランザクションの半分が{ $seconds }秒以上かかります。
trouble-clock = こちらの時計が Telegram より{ $seconds }秒{ $way ->
        [ahead] 進んで
       *[behind] 遅れて
    }います。NTP を設定してください。
trouble-token = Telegram がこのボットのトークンを受け付けなくなりました。@BotFather から新しくコピーし、サービスを起動し直してください。
trouble-conflict = 別のプロセスが同じボットの更新を Telegram に求めています。どちらかを止めるか、別のトークンを使ってください。

# 運営者のページ。

page-overview = 概要
page-feeds = フィード
page-waiting = 待ち行列
page-alerts = 速報
page-token = トークン（BONGSU_HTTP_TOKEN）
page-token-wrong = トークンが違います。
page-enter = 入る
page-well = すべて正常です
page-troubled = 問題があります
page-feeds-healthy = 正常なフィード
page-since-poll = 最後の確認から
page-since-alert = 最後の速報から
page-subscribers = 購読者
page-undetected = 判定待ちの記事
page-unsent = 送信待ちの速報
page-refused = Telegram が最後まで受け付けなかった速報
page-shut = いま受け付けないチャット
page-copies = これから送るお知らせ
page-receivers = ニュースを送る先
page-receiver-well = 受け取っています
page-receiver-waiting = 待っているニュース{ $count }件
page-receiver-failing = { $time }前から受け取っていません：
page-flow = 過去24時間
page-flow-polls = 確認
page-flow-failed = 失敗した確認
page-flow-entries = 新しい記事
page-flow-flagged = 該当した記事
page-flow-stories = ニュース
page-flow-sent = 送った速報
page-latency = 配信から最初の速報までの時間
page-medians = 半数は、配信から{ $fetched } 以内に取得し、そこから{ $sent } 以内に送信しました。
page-fetched = 取得
page-sent = 送信
page-no-alerts = 過去24時間に送った速報はありません。
page-search = 媒体、アドレス、国、言語
page-filter = 絞り込む
page-all = すべて
page-state = { $state ->
        [healthy] 正常
        [failing] エラー
        [silent] 1日読み取れず
        [paused] 一時停止
        [gone] 廃止
       *[set-aside] 保留
    }
page-polled = 最後の確認：{ $polled }。最新の記事：{ $newest }。
page-next = 次は{ $next }後：
page-day-count = 24時間で{ $count }件
page-why-gone = 完全になくなったと返答した（410）ため、もう確認しません。
page-why-set-aside = 処理が3回失敗しました。待ち行列で対応を待っています。
page-why-paused = ここで一時停止しました。再開するまで確認しません。
page-why-failing = 続けて{ $times }回失敗しました。待ち時間は { $most } を上限に毎回2倍にするか、相手のサーバーが求める長さにします。
page-why-new = 新しいフィードです。
page-why-pushed = ハブが新着を知らせてくるので、許されるかぎり間を空け、{ $most } ごとに確認します。
page-why-watched = 重大なニュースを裏付けるかもしれないので、許されるかぎり頻繁に、{ $least } ごとに確認します。
page-why-busy = いまにも速報になる記事が出るかもしれないので、許されるかぎり頻繁に、{ $least } ごとに確認します。
page-why-learning = まだよくわからないフィードなので、{ $wait } 後にまた確認します。
page-why-rare = すぐに速報になる見込みは薄いので、許されるかぎり間を空け、{ $most } ごとに確認します。
page-why-rhythm = この時間帯のこれまでの動きから { $wait }。記事はおよそ{ $gap } ごとに出ます。
page-act-ask = いま確認
page-act-pause = 一時停止
page-act-resume = 再開
page-act-retry = 再試行
page-act-retry-all = すべて再試行
page-act-drop = 捨てる
page-none = ありません。
page-hidden = ほかに{ $count }件あります。絞り込むと表示されます。
page-aside = 保留
page-aside-about = 処理が続けて3回失敗したものです。捨てると、フィードは削除し、記事は判定せず、速報は送るのをあきらめます。
page-kind = { $kind ->
        [feed] フィード
        [entry] 記事
        [query] 検索式、購読者
        [digest] まとめ、購読者
        [posting] 受信先への送信
       *[alert] 速報
    }
page-ago = { $time }前
page-reckoning = 計算のすべて
page-severity = 重大さ
page-severity-before = { $rule }、これだけなら { $fires }。🔥 は減らず、以前の記事ではもっと多くなっていました
page-revision = 第{ $revision }版、独自の情報源{ $sources }件
page-topics = トピック
page-passing = 少しだけ触れた
page-facts = 事実
page-fact = 項目
page-value = 値
page-sentence = 文
page-outlet = 媒体
page-reports = 記事：{ $count }件
page-title = 見出し
page-published = 配信
page-was-fetched = 取得
page-joined = まとめた理由
page-opened = 最初の記事
page-similar = それまでの記事との類似度{ $percent }%
page-time = { $unit ->
        [day] { $count }日
        [hour] { $count }時間
        [minute] { $count }分
        [second] { $count }秒
       *[moment] 1秒未満
    }

# 速報の 🔥 の数を決めた規則（severity.toml）：「なぜ届いた？」の後ろに使う。

severity-war = 交戦中でなかった国家間の攻撃
severity-nuclear-site = 核施設への攻撃
severity-leader = 国家指導者への攻撃
severity-many-killed = 100人以上が死亡した攻撃
severity-killed = 10人以上が死亡した攻撃
severity-strike = 攻撃
severity-strike-averted = 迎撃された攻撃
severity-reaction = 発射への反応
severity-nuclear-test = 核実験
severity-icbm = 大陸間弾道ミサイル
severity-unconfirmed = 重大だが、まだニュースまとめサイトだけが伝えている
severity-planned = 発射の予告、延期、中止
severity-long-range = 長距離の発射
severity-satellite = 衛星、有人、宇宙ロケットの打ち上げ
severity-satellite-north = 北朝鮮の衛星打ち上げ
severity-constellation = 大規模衛星網の追加衛星
severity-salvo = 一度に5発以上の発射
severity-drill = 試験または訓練
severity-short-range = 短距離の発射
severity-major-round = 大規模な制裁
severity-sanctions = 制裁の採択または変更
severity-proposal = 制裁の提案、警告、執行
severity-nuclear-step = 核実験に至らない核関連の動き
severity-statement = 発言
severity-topic = このトピックの通常の重大さ
severity-query = あなたの検索式だけで見つかったため、重大さの規則は当てはめない
severity-kept = 以前の記事の内容による

# 読者が打ち込むことば。コンマで区切る。

typed-off = オフ, なし, やめる, 解除, 不要, いらない
typed-on = 対象, 対して, 向け
typed-filling = の, に, で, を, 関連, ニュース
typed-anywhere = すべて, 全部, 全世界, 世界中, すべての地域
typed-and = と, や, および
typed-noon = 正午
typed-midnight = 零時, 真夜中
typed-part = 午前 0, 未明 0, 朝 1, 昼 9, 午後 12, 夕方 12, 夜 18
typed-hour = 時
typed-minute = 分
typed-half = 半
typed-to = から
typed-until = まで
typed-zones = Asia/Tokyo 大阪, Asia/Shanghai 北京 中国, Asia/Kolkata デリー ムンバイ, Asia/Ho_Chi_Minh ハノイ, Europe/London イギリス 英国, Europe/Zurich ジュネーブ, Europe/Berlin ドイツ, America/New_York ワシントン

# 名前：トピック、地域と機関、国と団体。ここにないものは各データかCLDRの名前になる。

called-topic-sanctions = 制裁
called-topic-sanctions-about = 国や国際機関による制裁、禁輸、資産凍結：発動、解除、採決、回避。
called-topic-launches = 発射
called-topic-launches-about = ミサイル、ロケット、衛星、宇宙船の発射・打ち上げと試験、失敗、予告、探知（戦闘を除く）。
called-topic-strikes = 攻撃
called-topic-strikes-about = 実戦で使われたミサイル、ロケット、砲、ドローン：攻撃、迎撃、死傷者。
called-topic-nuclear = 核
called-topic-nuclear-about = 核兵器と核開発：核実験、濃縮、核弾頭、非核化協議、査察、条約。
called-topic-drills = 軍事演習
called-topic-drills-about = 軍事演習：予告、開始、抗議、終了。
called-topic-diplomacy = 外交
called-topic-diplomacy-about = 朝鮮半島をめぐる首脳会談、共同声明、抑止協議。
called-place-korea = 朝鮮半島
called-place-mideast = 中東
called-place-un = 国連
called-place-eu = 欧州連合（EU）
called-place-nato = 北大西洋条約機構（NATO）
called-place-g7 = 主要7カ国（G7）
called-place-us = 米国
called-place-gb = 英国
called-place-hk = 香港
called-place-mo = マカオ
called-party-western-countries = 西側諸国
called-party-europe = 欧州
called-party-world-trade-organization = 世界貿易機関（WTO）
called-party-african-union = アフリカ連合

# /timeline: 起きたことを図で。図の中の文にはタグを使わない。

menu-timeline = 起きたことを週ごとに図で見る
button-csv = 📄 表で受け取る（CSV）
timeline-usage =
    起きたことを週ごとの図でお見せします。下のトピックを押すか、トピックと、必要なら場所と期間を書いてください。
    <code>/timeline 発射</code>
    <code>/timeline 発射 北朝鮮 6か月</code>
    <code>/timeline 制裁 ロシア 2026-09-01..2026-11-30</code>
    期間は日（30d）、週（12w）、月（6m）、年（1y）、または2つの日付です。書かなければ12週間です。
timeline-period = 「{ $said }」から期間を読み取れず、図を作りませんでした。今日までの日数、週、月、年（最長2年）、または2つの日付を書いてください。<code>/timeline 発射 30日</code>、<code>12w</code>、<code>6か月</code>、<code>1y</code>、<code>2026-09-01..2026-11-30</code>
timeline-topic = 「{ $name }」というトピックはありません。{ $known } か自分の検索式を書いてください。例：<code>/timeline 発射 朝鮮半島 12週</code>
timeline-place = 「{ $name }」という国や地域はわかりません。どの言語で書いてもかまいません。<code>/timeline { $key } 朝鮮半島 12週</code> または <code>/timeline { $key } イラン、日本 6か月</code>
timeline-few = { $count ->
        [0] { $days }日間に<b>{ $title }</b>の出来事はなく、図にするものがありません。
       *[other] { $days }日間に<b>{ $title }</b>の出来事は1件だけで、図になりません。/latest で見られます。
    }期間を長くしてみてください。<code>{ $longer }</code>
timeline-many = 出来事が{ $total }件あり、図にできる{ $most }件を超えています。期間を短くするか、場所を書くか、重大なものだけにしてください。<code>/timeline 攻撃 イラン 4 30日</code>
timeline-later = 図の作成が続きすぎました。{ $minutes }分後にもう一度お試しください。
timeline-busy = 今は図を作れませんでした。1分後にもう一度お試しください。
timeline-not-now = 今は表を作れません。数分後に図からもう一度お試しください。
timeline-caption = 📊 <b>{ $title }</b>、{ $first } – { $last }：{ $total }件
timeline-launches = 発射：{ $count }件
timeline-sanctions = 制裁：発動・延長{ $imposed }件、緩和・解除{ $eased }件
timeline-back = 撤回された{ $count }件は含みません。
timeline-first-bar = 最初の棒は{ $days }日分、ほかは7日分です。
timeline-panel-weeks = { $title }：週ごとの件数
timeline-panel-kinds = 発射の種類
timeline-panel-figures = 最近の発射の距離と高度、km
timeline-panel-issuers = 制裁の主体
timeline-fires = 重大さ{ $count }
timeline-range = 距離
timeline-apogee = 最高高度
timeline-imposed = 発動・延長
timeline-eased = 緩和・解除
timeline-unnamed = 不明
timeline-others = その他

# /share: 受け取っているものをそのまま共有するリンクと QR コード。

menu-share = 受け取るトピックをリンクと QR コードで共有する
share-nothing = ここにはリンクで共有できるトピックがまだありません。/subscribe で選ぶか、1つ書いてください。<code>/share 発射 朝鮮半島</code>
share-long = 1つのリンクには入りきりません。トピックを1つにするか、地域を減らしてください。<code>/share 発射 朝鮮半島</code>
share-caption =
    🔗 このリンクを開くか、QR コードを読み取ると、次の内容が表示され、一度押すだけで受け取れます。
    { $topics }
    { $link }
share-own = 自分の検索式はリンクに入りきらないため含みません。
share-opened =
    ほかの人が、受け取っているトピックを共有しました。
    { $topics }
    これからお知らせしましょうか。ほかは何も変わりません。
share-line = • <b>{ $topic }</b>{ $before ->
        [none] { "" }
        [same] （すでに受け取っています）
       *[other] 、今の「{ $before }」の代わりに
    }
share-already = すでにすべて受け取っています。
    { $topics }
    /settings で変えられます。
share-done =
    ✅ これから受け取ります。
    { $topics }
    /settings で変えられ、新しいニュースは /latest にあります。
share-kept = 何も変えていません。受け取れるトピックは /topics にあります。
button-share-yes = ✅ 受け取る
button-share-no = 受け取らない
start-unknown = リンクが途中で切れているか、別の版のものです。何を受け取るのかわからず、何も変えていません。

# 媒体をボタンで止める。

button-outlet = { $outlet } を止める
button-outlet-undo = 🔕 { $outlet } · 解除
toast-outlet-muted = これから { $outlet } だけが伝えるニュースは届きません。
toast-outlet-heard = { $outlet } だけが伝えるニュースも、また届きます。
