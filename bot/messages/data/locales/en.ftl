# Every text that Bongsu says in English. A copy of this file with another name, such as ja.ftl, is a language.
# <b>, <i>, <code>, <blockquote> and <a> are Telegram's HTML; { $name } is filled in.

language-name = English
# language-timezone is where most who read the language live, such as Asia/Seoul; left out where nobody can say.

greeting =
    🔥 <b>Bongsu</b> relays alarms: news of sanctions and of launches, within seconds of publication.
    You get one message per event, however many outlets report it, and it can tell you why it came.
    Choose what to follow below, and where; /help has the rest.
greeting-back =
    🔥 Welcome back to <b>Bongsu</b>.
    What you followed before is ticked below, and new alerts come from now on.
    Press a topic to change it; /help has the rest.
greeting-group =
    🔥 I am <b>Bongsu</b>: I relay news of sanctions and of launches, one message per event.
    An admin can choose what this chat follows with /subscribe.

help =
    <b>Bongsu</b> reads { $feeds } news feeds and tells you of each event once: when the second outlet confirms it, the same message is edited instead of a new one sent.

    { $commands }

    Beside the topics you can follow anything in your own words: /topic add takes a name and a query, /topic try shows first what the last 30 days would have brought.
    🔥 to 🔥🔥🔥🔥🔥 say how severe an event is. The button under an alert shows the words that made it match.
    ✎ marks a headline that I put together from the facts of a report in another language; the original stands below it; 🌐 marks one that a machine translated.
    In groups, only admins change settings. The news comes from agencies, papers, ministries and specialists; each alert names its outlets and links to the first.

help-group-news = 🔎 <b>Find news</b>
help-group-choose = 📌 <b>Choose what you hear</b>
help-group-how = 🔔 <b>Choose how you hear it</b>
help-group-alert = 💬 <b>Ask about an alert</b>: the buttons under it, beside { button-read } and { button-cite }
help-group-here = ⚙️ <b>This chat, and me</b>
help-group-service = 🛠 <b>The service</b>, for you as its admin
help-button-why = why it came, and why with so many fires
help-button-sources = who reports it, and since when
help-button-mute = no more sound from this story, only silent corrections
help-button-outlet = nothing that only this outlet reports
help-button-irrelevant = tells me that it did not concern you
help-button-take = in a group: shows everybody that you deal with it
help-button-details = in a group or channel: all of it, in our private chat
help-inline = In any other chat, write <code>@{ $bot } hwasong</code>: I offer stories to share there.
help-guest = Where guests may be called, a message that names <code>@{ $bot }</code> with what you look for gets my answer there.

menu-start = choose topics and begin
menu-help = what I do, and every command
menu-subscribe = follow a topic
menu-unsubscribe = stop following a topic
menu-topics = all topics, and which are on
menu-topic = a topic's latest stories; add, edit, remove, try: your own queries
menu-latest = the newest stories of your topics
menu-settings = everything you can choose, in one message
menu-today = today's stories, the gravest first
menu-search = search everything, in five languages
menu-story = one story with its sources and edits
menu-digest = alerts gathered in one message, hourly to weekly
menu-mute = mute a topic, an outlet or everything for a time
menu-quiet = hours without sound
menu-passing = stories that mention a topic only in passing
menu-threads = a thread for each topic, where the chat has threads
menu-timezone = choose your time zone
menu-status = is everything working?
menu-language = choose the language I speak here
menu-export = your settings and alerts as files
menu-stop = unsubscribe and forget me
menu-feedback = what readers called not relevant

button-read = Read
button-why = Why?
button-sources = Sources
button-mute = Mute story
button-mute-undo = 🔕 Muted · unmute
button-irrelevant = Not relevant
button-irrelevant-undo = 👎 Not relevant · undo
button-take = ✋ I have it
button-take-undo = ✋ Give it back
button-details = In full
button-cite = 📋 Cite
button-newer = ◀ Newer
button-older = Older ▶
button-back = ◀ Back
button-more = More ▶
button-story = Story { $number }
button-follow = ✅ Follow
button-unfollow = ⬜ Stop following
button-try = 📊 The last 30 days
button-digest-off = No digest
button-quiet-off = No quiet hours
button-back-main = ◀ Settings
button-back-topics = ◀ Topics
button-tune = ⚙️ Where and how
button-hush = { $hours ->
        [1] 🔕 1 hour
        [8] 🔕 8 hours
        [24] 🔕 a day
       *[other] 🔕 a week
    }
button-unhush = 🔔 Unmute
button-now = At once
button-digest = In the digest
button-rings = 🔔 Rings
button-silent = 🔕 Silent
button-set-topics = 📌 Topics
button-set-rings = 🔔 What rings
button-set-quiet = 🌙 Quiet hours
button-set-digest = 🗞 Digest
button-set-muted = 🔕 Muted
button-set-passing = 💬 In passing
button-set-pictures = 🖼 Pictures
button-set-timezone = 🕘 Time zone
button-set-language = 🌐 Language
button-set-threads = 🧵 Threads
button-threads-topic = By topic
button-threads-fires = By fires
button-threads-off = All in one place
button-threads-again = Make them anew
button-stop-yes = Yes, forget this chat
button-stop-no = No, keep everything

subscribe-choose = Press a topic to follow or unfollow it.
subscribed = You now follow <b>{ $topic }</b>.
subscribed-before = Until now it was narrowed: { $before }.
subscribed-example = This is the newest story of that kind, so that you see what will come:
subscribed-empty = There is no such story yet; the first one will come by itself.
subscribed-already = You follow <b>{ $topic }</b> already.
unsubscribed = You no longer follow <b>{ $topic }</b>. /subscribe { $key } brings it back.
unsubscribed-already = You do not follow <b>{ $topic }</b>.
topic-unknown = I know no topic “{ $name }”. Choose one of these, or see /topics.
toast-on = Following: { $topic }
toast-off = Not following: { $topic }
toast-old = This button is out of date. Try /help.
toast-admins = Only admins of this chat can change that.

toast-muted = Muted: the message will still be corrected, silently.
toast-unmuted = Not muted any more.
toast-irrelevant = Noted: not relevant.
toast-irrelevant-group = Noted: not relevant. In full opens our private chat, where you can take it back.
toast-relevant = Taken back.
toast-taken = You have it. Everybody here sees that.
toast-held = { $name } has it.
toast-given-back = Nobody has it now.
held-by = ✋ <b>{ $name }</b> has it, since { $at }
popup-why = { $topic }, { $score }% sure ({ $terms }): “{ $sentence }”
place-everywhere = everywhere
place-on = on { $place }
fires-from = { $fires } and up
place-unknown =
    I know no country or region “{ $name }”, so I changed nothing. Name one in any language, such as
    <code>/subscribe { $key } korea</code>, <code>/subscribe { $key } Iran, Japan</code> or <code>/subscribe sanctions on Russia</code>.
    A number from 1 to 5 is the least number of fires: <code>/subscribe { $key } 4</code>
    <code>/subscribe { $key }</code> alone is everything, everywhere.
toast-where = Topics you press now: { $where }

topics-title = <b>Topics</b>: press one to follow it or to stop.
topic-title = <b>{ $topic }</b> · { $total ->
        [one] one story
       *[other] { $total } stories
    }
    { $about }
    { $followed ->
        [yes] ✅ You follow it.
       *[no] ⬜ You do not follow it.
    }
query-usage =
    Follow anything in your own words:
    <code>/topic add NAME QUERY</code>
    <code>/topic edit NAME QUERY</code>
    <code>/topic remove NAME</code>
    <code>/topic try QUERY</code> shows what would have come, and follows nothing.

    A query has words, "phrases", <code>OR</code>, <code>-without</code>, parentheses, a * for what a word may go on with, and the fields title:, source:, lang:, country:, topic:, tier:. Case, accents and hyphens do not matter. A Korean, Japanese or Chinese word is found within compounds too; ="제재" finds it only on its own.
    <code>/topic add hwasong ("Hwasong-18" OR 화성-18) -film</code>
    <code>/topic add tankers title:tanker* country:(kp OR ru)</code>
query-added =
    ✅ You now follow <b>{ $name }</b>, from the next entry on. I read it as:
    <code>{ $query }</code>
query-edited =
    ✅ <b>{ $name }</b> is changed, from the next entry on. I read it as:
    <code>{ $query }</code>
query-removed = Removed: <b>{ $name }</b>, which was <code>{ $query }</code>
query-taken = You have a query <b>{ $name }</b> already: /topic edit changes it, /topic remove deletes it.
query-unknown = You have no query “{ $name }”. Yours: { $names }
query-none = none yet (/topic add)
query-full = There are { $most } queries here already, which is the most. /topic remove makes room.
query-name = A query's name is one word of at most { $most } letters, and none of add, edit, remove, try.
query-is-topic = “{ $name }” is a topic already: give your query another name.

query-long = A query has at most { $most } letters; this one has { $length }.
query-empty = There is no query: write the words that you look for.
query-negative = Add a word to look for: a query that only leaves words out would match almost everything. For example: <code>missile -film</code>
query-word = Here I expected a word, a "phrase" or an opening parenthesis:
query-value = A field needs a word, a "phrase" or several in parentheses, such as <code>title:(missile OR rocket)</code>. Here it is missing:
query-group = In a field's parentheses I expected OR between the words, such as <code>country:(kp OR ru)</code>. Here:
query-open = This parenthesis is never closed; I expected a ) further on:
query-close = Nothing opens this parenthesis: remove it, or open one before it:
query-quote = This quotation mark is never closed; I expected another one further on:
query-dash = Put the - directly before what you want to leave out, such as <code>-film</code>. Here it stands alone:
query-field = There is no field { $name }; the fields are title:, source:, lang:, country:, topic: and tier:. To look for the text itself, put it in "quotation marks":
query-lang = “{ $name }” is no language: I expected two letters, such as en or ko, or its name:
query-country = “{ $name }” is no country: I expected two letters, such as kp or ru, or its name:
query-topic = “{ $name }” is no topic: I expected one of { $known }:
query-tier = “{ $name }” is no tier: I expected one of { $known }:
query-star = A * may stand at the end or the beginning of a word, not within:
query-letters = I expected a word here, but there is no letter or digit:
query-short = With a *, a word needs at least two letters:

trial =
    { $stories ->
        [0] Nothing would have come in { $days } days.
        [one] One story would have come in { $days } days.
       *[other] { $stories } stories would have come in { $days } days, at most { $most } a day.
    }
    { $entries ->
        [0] No report matches.
        [one] One report matches.
       *[other] { $entries } reports match{ $merged ->
            [0] .
            [one] ; one of them would have been merged into another's story.
           *[other] ; { $merged } of them would have been merged into others' stories.
        }
    }
    Each bar is a day, from { $first } to today:
trial-matched = Matched words: { $words }

latest-title = <b>The latest of { $topics }</b>
latest-all = all topics
latest-number = /latest takes a number from 1 to { $most }, such as /latest { $most }.
today-title = <b>{ $day }: { $topics }</b> · { $total ->
        [0] no stories yet
        [one] one story
       *[other] { $total } stories
    }
search-usage =
    Search the stories and reports I keep, in any of five languages:
    <code>/search hwasong</code>
    <code>/search 제재 -영화</code>
    <code>/search title:tanker* country:(kp OR ru)</code>

    Use words, "phrases", <code>OR</code>, <code>-without</code>, parentheses, a * for the rest of a word, and the fields title:, source:, lang:, country:, topic:, tier:. The best and newest come first.
search-title = 🔎 { $query } · { $total ->
        [0] nothing found
       *[other] { $total }{ $more } found
    }
story-unknown = Which story? Send its number, such as <code>/story 12</code>; /search finds it. Deleted stories cannot be shown.
story-reports = <b>Story { $id }</b> · { $total ->
        [one] one report
       *[other] { $total } reports
    } · times: { $zone }
story-more = <i>and { $more } more</i>
story-edit = ✏️ <i>{ $changes }</i>
edit-confirmed = confirmed by a second source
edit-official = confirmed by an official source
edit-corrected = corrected
edit-retracted = retracted
list-empty = Nothing here yet.

status =
    Feeds: { $healthy } of { $feeds } healthy, { $failing } failing, { $silent } silent
    Last poll: { $poll }
    Last alert: { $alert }
    Stories known: { $stories }
    You follow: { $topics }
status-hours = Your times: { $zone } · { $quiet } · { $digest }
status-quiet = { $hours ->
        [none] no quiet hours
       *[other] quiet { $hours }
    }
status-digest = { $every ->
        [none] no digest
       *[other] digest { $every }
    }
status-nothing = nothing yet (/subscribe)
status-aside = ⚠️ Set aside after three tries: feeds { $feeds }, entries { $entries }, queries { $queries }, alerts { $alerts }, digests { $digests }, postings to machines { $postings }. On the server, <code>bongsu retry</code> tries them again.
status-unsent = ⚠️ Alerts that Telegram refused for good: { $refused }. Chats that accept none now: { $shut }.
status-troubles = <b>What is wrong now</b>
status-more = And { $more } more.
status-aside-row = { $kind ->
        [feed] Feed
        [entry] Entry
        [query] Query
        [digest] Digest to
        [posting] For the machine
       *[alert] Alert
    } “{ $name }”: <code>{ $error }</code>
never = never

why-topic = <b>{ $topic }</b>, { $score }% sure, because of:
why-fires = { $fires }: { $rule }
why-facts = What the reports state:
why-fact = <b>{ $facts }</b> · { $outlet }
why-passing = <b>{ $topic }</b>, in passing: mentioned only in the body of the report (/passing):
why-query = Your query <b>{ $name }</b>: <code>{ $query }</code>
why-times =
    { $outlet } published it: { $published }
    Fetched: { $fetched }
why-sent = Sent here: { $sent }
why-countries = Countries: { $countries }
part-actor = { $country } (launched)
part-issuer = { $country } (issuer)
part-target = { $country } (target)
why-unknown = I no longer have this story.
in-language = (in { $language })
retracted = ⚠️ <b>Taken back</b> ({ $at }): an outlet has withdrawn this report.
ring-severity = { $fires } This has grown more serious: { $headline }
ring-retracted = ⚠️ Taken back: { $headline }
history = { $form ->
        [one] { $number }st
        [two] { $number }nd
        [few] { $number }rd
       *[other] { $number }th
    } launch this year in my records, { $days ->
        [0] on the same day as the last
        [one] a day after the last
       *[other] { $days } days after the last
    }
sources-join = { $reason ->
        [link] : the same page as { $detail }
        [copy] : the same text as { $detail }
        [event] : the same event ({ $detail })
       *[alike] : the same event
    }
sources-foot = <i>{ $more ->
        [0] { "" }
       *[other] And { $more } more.{ " " }
    }{ $own ->
        [one] One outlet reports it independently
       *[other] { $own } outlets report it independently
    }. Times: { $zone }</i>
fact-kind = { $value ->
        [icbm] ICBM
        [irbm] intermediate-range missile
        [mrbm] medium-range missile
        [srbm] short-range missile
        [slbm] submarine-launched missile
        [ballistic] ballistic missile
        [cruise] cruise missile
        [hypersonic] hypersonic missile
        [air_defence] air defence missile
        [artillery_rocket] artillery rocket
        [satellite_launch] satellite launch
        [crewed] crewed launch
        [engine_test] engine test
        [rocket] rocket
       *[missile] missile
    }
fact-status = { $value ->
        [failed] failed
        [planned] planned
        [delayed] delayed
       *[called_off] called off
    }
fact-count = { $more ->
        [yes] at least { $count }
       *[no] × { $count }
    }
fact-range = { $number } km
fact-apogee = { $number } km high
fact-direction = { $value ->
        [eastsea] East Sea (Sea of Japan)
        [westsea] Yellow Sea
        [southsea] South Sea of Korea
        [northpacific] North Pacific
        [pacific] Pacific
        [southchinasea] South China Sea
        [eastchinasea] East China Sea
        [indian] Indian Ocean
        [bengal] Bay of Bengal
        [arabian] Arabian Sea
        [atlantic] Atlantic
        [barents] Barents Sea
        [oman] Gulf of Oman
        [gulf] Persian Gulf
        [eez] Japan's EEZ
        [japanwaters] waters off Japan
        [japan] over Japan
        [kura] Kura test range
        [alsom] Alsom island
        [eastcoast] off the east coast
        [westcoast] off the west coast
       *[sea] into the sea
    }
fact-act = { $value ->
        [proposed] proposed
        [threatened] threatened
        [voted] put to the vote
        [vetoed] vetoed
        [adopted] adopted
        [imposed] imposed
        [designated] designated
        [extended] extended
        [eased] eased
        [lifted] lifted
        [suspended] suspended
        [evaded] evaded
        [enforced] enforced
        [criticised] criticised
        [waived] waived
       *[effects] effects
    }
fact-vetoed = vetoed by { $names }
fact-resolution = Resolution { $number }
fact-round = round { $number }
fact-designated = { $number } listed
fact-nuclear = { $value ->
        [prepared] test prepared
        [tested] nuclear test
        [enriched] enrichment
        [inspected] inspection
        [agreed] agreement
        [negotiated] talks
       *[threatened] threat
    }
fact-strike = { $value ->
    [intercepted] intercepted
    [invaded] invasion
    [planned] planned or threatened
    [denied] denied
   *[other] strike
}
fact-killed = { $number } killed
fact-injured = { $number } injured
fact-magnitude = magnitude { $number }
fact-yield = { $number } kt
as-seen = { $at } (as seen)
reported-by = Reported by { $outlets }{ $more ->
        [0] { "" }
       *[other] { " " }and { $more } more
    }, first seen { $seen }

language-choose = Which language shall I speak here?
language-set = I speak English here from now on.
language-unknown = I do not speak “{ $name }” yet. Choose one of these.
settings =
    ⚙️ <b>Settings</b>
    Topics: { $topics }
    Sound: { $fires } and up ring{ $most ->
        [0] { "" }
       *[other] , at most { $most } an hour
    }; { $quiet }
    Digest: { $digest ->
        [none] none
       *[other] { $digest }
    }
    Time zone: { $zone }
    In passing: { $passing }
    Pictures: { $pictures }
    Muted: { $muted ->
        [0] nothing
       *[other] { $muted }
    }
settings-topics = Choose a topic to set where it is followed, from how many fires up, and how it comes.
settings-rings =
    Alerts with { $fires } or more ring; those with fewer come without a sound. 🔥🔥🔥🔥🔥 always rings.
    { $most ->
        [0] There is no limit to how many ring.
       *[other] At most { $most } ring in an hour. What exceeds that gathers in one silent message, which says how much it holds.
    }
rings-most = { $most ->
        [0] no limit
       *[other] { $most } an hour
    }
settings-muted = { $count ->
        [0] Nothing is muted.
       *[other] Press what is muted to hear of it again.
    }
    Below, you can mute everything for a time. Then only alerts of 🔥🔥🔥🔥🔥 come; the rest is in /latest.
    <code>/mute OUTLET</code> mutes an outlet: what nobody else reports will not come.
muted-all = everything
muted-one = { $name }, until { $until }
muted-until = 🔕 Muted until { $until }: only alerts of 🔥🔥🔥🔥🔥 come.
mute-unknown = You follow no topic “{ $name }”, and no outlet of mine has that name. For example: <code>/mute launches 8h</code>, <code>/mute all 1d</code>, or an outlet as alerts name it.
tune-off = You do not follow this.
tune-where = Where: { $where } (others: <code>/subscribe { $key } Iran, Japan</code>)
tune-fires = { $fires } and up
tune-way = { $way ->
        [now] Each alert at once
       *[digest] In the digest
    }
tune-sound = { $on ->
        [yes] With a sound
       *[no] Without a sound
    }
digest-every = { $hours ->
        [1] every hour
        [24] every day at { $at }
        [168] every { $day } at { $at }
       *[other] every { $hours } hours
    }
digest-rhythm = { $hours ->
        [1] Hourly
        [24] Daily
        [168] Weekly
       *[other] Every { $hours } h
    }

digest-on =
    Your digest comes { $every } ({ $zone }), next: { $next }.
    It lists what happened, the gravest first; alerts of 🔥🔥🔥🔥🔥 come at once all the same.
digest-off =
    You have no digest: every alert comes at once.
    With one, alerts of fewer than five fires gather in one message. Choose a rhythm, or a time for one a day ({ $zone }), or write one, such as <code>/digest 9:00</code>.
digest-ended = { $state }
    { $waiting ->
        [0] Nothing was waiting.
        [one] One alert was waiting: it comes now, in a last digest.
       *[other] { $waiting } alerts were waiting: they come now, in a last digest.
    }
digest-unknown = I could not read a time of day in “{ $said }”. Send one in { $zone } time, such as <code>/digest 9:00</code>, or <code>/digest off</code> for no digest.
digest-title = { $total ->
        [0] 🔥 <b>Nothing new</b> for your digest since { $since }.
        [one] <b>Your digest</b>: one story since { $since }
       *[other] <b>Your digest</b>: { $total } stories since { $since }
    }
digest-more = And { $more } more: /latest
digest-last = This was the last digest: from now on every alert comes at once.
gathering-title = { $total ->
        [one] <b>One more alert</b> since { $since }
       *[other] <b>{ $total } more alerts</b> since { $since }
    }
    { $most ->
        [one] One alert has rung within the hour,
       *[other] { $most } alerts have rung within the hour,
    } so the others gather here without a sound; 🔥🔥🔥🔥🔥 always rings. /settings
list-retracted = ⚠️ <b>Taken back</b>:{ " " }

quiet-on =
    Quiet hours: { $hours } ({ $zone }). Alerts come then as well, without a sound; those of 🔥🔥🔥🔥🔥 always ring.
    <code>/quiet 22:30-6:30</code> sets others.
quiet-off =
    You have no quiet hours: every alert may ring.
    In quiet hours alerts come without a sound, but for those of 🔥🔥🔥🔥🔥. Choose some ({ $zone }), or write them, such as <code>/quiet 23-7</code>.
quiet-unknown = I could not read hours in “{ $said }”. Send when they begin and end in { $zone } time, such as <code>/quiet 23-7</code> or <code>/quiet 22:30-6:30</code>, or <code>/quiet off</code> for none.

passing =
    Some stories are mainly about something else and only mention, in the body, a coming step on a topic that you follow: a minister's press conference, say, at which new sanctions are hinted at. What should I do with these?
passing-now = Tell at once
passing-digest = In the digest
passing-never = Leave out
pictures = An alert can show the report’s picture, title and first words, as its site offers them: Telegram’s preview of a link. How large?
pictures-none = No picture
pictures-small = Small
pictures-large = Large
threads-topic = topic
threads-fires = fires
threads-off = off
threads = 🧵 <b>Threads</b>: { $way ->
        [topic] each topic has its own here.
        [fires] each number of fires has its own here.
       *[off] every alert comes to one place.
    }
threads-about = An alert goes to one thread only, that of the topic it is surest of. What holds several alerts, as a digest does, comes to the chat itself, and so do the alerts of a thread that is closed or deleted.
threads-offer = This group has threads (Telegram calls them topics). Shall I sort alerts into threads of their own, by topic or by fires? Then everybody can mute those that they do not need. /threads changes it at any time.
threads-rights = I may not make threads here yet. The group’s owner can let me: in the group’s settings under Administrators, give me the right “Manage Topics”. Then send /threads again.
threads-none = { $chat ->
        [private] Threads are off in this chat: who runs this bot switches topics in private chats on with @BotFather, and you do in the settings of this chat.
        [channel] A channel has no threads.
       *[group] This group has no threads yet. Its owner switches “Topics” on in the group’s settings, and gives me, under Administrators, the right “Manage Topics”. Then send /threads again.
    }
threads-lost = 🧵 Closed or deleted: <b>{ $names }</b>. Alerts for there come here from now on; none is lost.
threads-unmade = 🧵 I could not make <b>{ $names }</b>: alerts for there come here. To make threads I need the right “Manage Topics” (group settings, Administrators).

timezone-is =
    I go by { $zone } here, in alerts, quiet hours and digests. It is { $at } there now.
    <code>/timezone Seoul</code> would set another one: send the name of a large city in your timezone, or of your country.
timezone-set = From now on I go by { $zone } here, in alerts, quiet hours and digests. It is { $at } there now.
timezone-which = Several time zones fit “{ $name }”. Choose one:
timezone-unknown =
    I know no timezone “{ $name }”, and still go by { $zone }.
    Send the name of a large city in your timezone, such as <code>/timezone Seoul</code> or <code>/timezone New York</code>, or a timezone's own, such as <code>/timezone Asia/Seoul</code> or <code>/timezone UTC+9</code>.

stop-confirm = This ends every alert here and deletes what I keep of this chat: topics, own queries, settings, and which alerts were sent. /export gives you a copy first. Shall I?
stop-done =
    Done: no alert will come, and nothing of this chat is kept. I deleted:
    topics and queries followed: { $topics }, own queries: { $queries }, records of alerts: { $alerts }, votes: { $votes }, and all settings.
    /start begins anew.
stop-kept = Nothing was changed.

hint = I answer to commands. /latest shows the newest stories, /topics what you can follow, /help the rest.
unknown-command = I do not know { $command }. { $close ->
        [none] /help lists what I know.
       *[other] Did you mean { $close }? /help lists the rest.
    }
admins-only = Only admins of this chat can change its settings.
trouble = That did not work: the fault is on my side and is noted. Please try again in a minute.

feedback-admins = Only admins of the service see what readers called not relevant.
feedback-none = Nobody has called an alert not relevant in the last 90 days.
feedback-title = <b>Called not relevant in the last 90 days</b>: { $votes ->
        [one] one vote
       *[other] { $votes } votes
    } in all
feedback-sources = <b>By source</b>
feedback-stories = <b>Stories</b>
feedback-story = { $headline }: { $votes } of { $told } chats

menu-feeds = the feeds: find, add, pause, edit, remove
menu-broadcast = a text to every chat
menu-who = how many subscribers, and of what
menu-invite = a link that lets somebody in

not-admitted = This Bongsu is private. Ask whoever runs it for an invitation.
invitation-over = This invitation is used up or has expired. Ask whoever sent it for another one.
invite =
    { $link }
    It lets in { $uses ->
        [one] one chat
       *[other] { $uses } chats
    }, until { $until }. I show this link only once, and keep no copy of it.
invite-idle = For now it has no effect: BONGSU_ACCESS is { $access }, and invitations count where it is invite.
invite-usage = /invite takes how many to let in (1 to { $uses }) and for how many days (1 to { $days }): <code>/invite 5 30</code>
who =
    <b>{ $total ->
        [one] One subscriber
       *[other] { $total } subscribers
    }</b>
    This week: { $new } new, { $gone } gone
    Kinds: { $kinds }
    Languages: { $languages }
    Topics: { $topics }
    With own queries: { $own } · following nothing: { $silent }
who-private = people
who-group = groups
who-channel = channels

bulletin-usage = Write the text behind the command, with Telegram's own formatting: <code>/broadcast We move on Sunday.</code> I show it first.
bulletin-long = That is too long: with its formatting, a text has at most { $most } letters.
bulletin-preview =
    To { $chats ->
        [one] one chat
       *[other] { $chats } chats
    }, just as it stands below the line. Alerts go first.
    ―――
bulletin-dropped = Dropped: it went to nobody.
bulletin-progress = { $state ->
        [going] 📣 On its way
        [stopped] 📣 Stopped
       *[over] 📣 Sent
    }: { $sent } of { $total } chats have it{ $failed ->
        [0] .
       *[other] ; { $failed } could not be reached.
    }
button-bulletin-send = { $chats ->
        [one] Send to one chat
       *[other] Send to { $chats } chats
    }
button-bulletin-drop = Do not send
button-bulletin-stop = Stop

feeds-title = <b>Feeds</b> · { $total }
feeds-usage =
    <code>/feeds failing country:kr</code> chooses: a state, country:, lang:, tier:, or a part of a name.
    <code>/feeds add ADDRESS</code> adds one, after a look; a site's address will do. A file with OPML adds all in it; <code>/feeds export</code> gives it.
feeds-found =
    { $what }
    <b>{ $outlet }</b>: { $format }, { $entries } entries, the newest: { $newest }.
    { $flagged ->
        [0] None of its newest entries would have been flagged.
        [one] One of its newest entries would have been flagged:
       *[other] { $flagged } of its newest entries would have been flagged:
    }
feeds-named =
    { $what }
    names these feeds. Which one?
feeds-none =
    { $what }
    is no feed and names none: { $problem }
feeds-added = ✅ Added: it is polled from now on, and what it already holds is not told as news.
feeds-known = It is among the feeds already; nothing was changed.
feeds-not-added = Not added.
feeds-wrong = That does not work: <code>{ $error }</code>
feeds-slip-unknown = There is no feed <code>{ $word }</code>: /feeds shows them.
feeds-slip-field = <code>{ $word }</code> is no field=value; the fields are { $fields }.
feeds-slip-nothing = Say what is to change, as field=value; the fields are { $fields }.
feeds-slip-interval = <code>{ $word }</code> is no interval: write 90s, 5m, 2h, 1d or auto, up to { $days }d.
feeds-slip-missing = A feed needs its <code>{ $field }</code>.
feeds-slip-code = <code>{ $field }</code> is a code of two small letters, not <code>{ $word }</code>.
feeds-slip-ascii = <code>user_agent</code> takes ASCII only, as headers do.
feeds-slip-timezone = There is no timezone <code>{ $word }</code>: write a name such as Asia/Seoul.
feeds-slip-tier = <code>{ $word }</code> is no tier; the tiers are { $tiers }.
feeds-slip-which = Say which feed: its number, as /feeds shows it, or its address.
feeds-slip-unknown-field = There is no field <code>{ $word }</code>; the fields are { $fields }.
feeds-slip-text = <code>{ $field }</code> must be a text in quotes.
feeds-slip-table = It must be a table such as <code>{"{"} url = ..., outlet = ... {"}"}</code>.
feeds-slip-twice = <code>{ $word }</code> is listed before; remove one of the two.
feeds-slip-address = <code>{ $word }</code> is not the address of a feed; it must begin with http:// or https://.
feeds-slip-xml = It is not well-formed XML: <code>{ $error }</code>
feeds-slip-at = { $kind ->
        [line] Line { $number }
       *[feed] Feed { $number }
    }: { $said }
feeds-slip-more = Wrong as well: { $more } more.
feeds-file-encoding = The file is not UTF-8 text (at byte { $byte }); save it as UTF-8.
feeds-file-toml = The file is not valid TOML: <code>{ $error }</code>
feeds-file-list = The file has no list named <code>feeds</code>; write: <code>feeds = [ {"{"} url = ..., outlet = ... {"}"}, ]</code>
feeds-file-opml = The file is not OPML: it must be an <code>&lt;opml&gt;</code> with a <code>&lt;body&gt;</code> of <code>&lt;outline&gt;</code>s.
feeds-file-empty = The file lists no feeds.
feeds-asked = Polling it now.
feeds-remove = Stop polling <b>{ $outlet }</b> for good? What it brought stays.
feeds-removed = <b>{ $outlet }</b> is removed; what it brought stays, and /feeds add brings it back.
feeds-imported = { $new } of the { $total } feeds in it are new{ $faults ->
        [0] .
        [one] ; one line could not be read:
       *[other] ; { $faults } lines could not be read:
    }
feeds-file-large = A file with feeds has at most { $most } MB.
feeds-card =
    { $mark } <b>{ $outlet }</b> · { $number } · { $state }
    { $url }
    Asked: { $polled } · next: { $next } · interval: { $every }
    { $tier } · language { $language } · country { $country } · { $timezone }
    Newsroom: { $newsroom } · User-Agent: { $user_agent }
    Last error: { $error }
    Yours, which no catalogue changes: { $own }
    <code>/feeds edit { $number } language=ko timezone=Asia/Seoul newsroom=none</code>
button-feed-add = Add it
button-feed-no = No
button-feed-remove = Remove
button-feed-keep = Keep it

feed-gone =
    A feed is gone for good and is not polled any more: <b>{ $outlet }</b>, { $url }
    { $error }
    <code>bongsu feeds add</code> takes its new address.
chat-shut =
    ⚠️ Telegram does not let me write into the chat <code>{ $where }</code>, though I am in it: <code>{ $error }</code>
    What waits for it goes on waiting, for a day, and is sent as soon as I may write; where only a topic is missing, it goes to the chat itself. An admin of the chat can give me the right to post, or open the topic.

# Headlines that are built of facts, where no report is in English: a short line as newspapers have it. `sure` is no
# where it is only thought to be of this kind; `by` is no where nobody says who.

built-kind = { $sure ->
        [no] { $kind ->
            [projectile] unidentified{ " " }
           *[other] suspected{ " " }
        }
       *[yes] { "" }
    }{ $kind ->
        [icbm] ICBM
        [irbm] intermediate-range ballistic missile
        [mrbm] medium-range ballistic missile
        [srbm] short-range ballistic missile
        [slbm] submarine-launched ballistic missile
        [ballistic] ballistic missile
        [cruise] cruise missile
        [hypersonic] hypersonic missile
        [air_defence] air defence missile
        [artillery_rocket] artillery rocket
        [engine_test] rocket engine
        [satellite] satellite
        [crewed] crewed space
        [space] rocket
        [projectile] projectile
       *[missile] missile
    }
built-count = { $count ->
        [one] { $sure ->
            [no] { $value ->
                [projectile] an
               *[other] a
            }
           *[yes] { $value ->
                [icbm] an
                [irbm] an
                [air_defence] an
                [artillery_rocket] an
               *[other] a
            }
        } { $kind }
       *[other] { $count } { $kind }s
    }
built-least = at least { $count } { $kind }s
built-several = several { $kind }s
built-toward = toward the { $sea ->
        [eastsea] East Sea (Sea of Japan)
        [westsea] Yellow Sea
        [southsea] South Sea of Korea
        [northpacific] North Pacific
        [pacific] Pacific
        [southchinasea] South China Sea
        [eastchinasea] East China Sea
        [indian] Indian Ocean
        [bengal] Bay of Bengal
        [arabian] Arabian Sea
        [barents] Barents Sea
       *[atlantic] Atlantic
    }
built-fired = { $who } fires { $things } { $toward }
built-launched = { $by ->
        [no] { $thing } launched
       *[yes] { $who } { $kind ->
            [crewed] launches
            [satellite] launches
            [space] launches
           *[other] fires
        } { $thing }
    }
built-done = { $who } carries out { $thing } { $kind ->
        [engine_test] test
       *[other] launch
    } { $toward }
built-outcome = { $status ->
        [planned] { $by ->
            [no] { $thing }
           *[yes] { $who } plans { $thing }
        } { $kind ->
            [engine_test] test
           *[other] launch
        }{ $by ->
            [no] { " " }planned
           *[yes] { "" }
        }
       *[other] { $who } { $thing } { $kind ->
            [engine_test] test
           *[other] launch
        } { $status ->
            [failed] fails
            [delayed] delayed
           *[called_off] called off
        }
    }
built-sanctions = { $who } { $act ->
        [adopted] approves sanctions
        [extended] extends sanctions
        [eased] eases sanctions
        [lifted] lifts sanctions
        [suspended] suspends sanctions
        [waived] grants exemption from sanctions
        [proposed] raises prospect of sanctions
       *[imposed] imposes sanctions
    }{ $related ->
        [yes] { " " }related to { $whom }
       *[no] { "" }
    }
built-nuclear = { $who } { $act ->
        [prepared] prepares
       *[tested] carries out
    } nuclear test
built-strike = { $who } strikes { $site ->
        [nuclear] nuclear target in { $whom }
       *[none] { $whom }
    }
comma = ,{ " " }
semicolon = ;{ " " }
built-about = { $what ->
        [sanctions] About sanctions
        [missile] About a missile launch
        [artillery_rocket] About a rocket artillery launch
        [space] About a rocket launch
        [engine_test] About a rocket engine test
       *[launch] About a launch
    }: { $parties }

# Troubles, told to admins: each is one sentence, so that it can stand behind "Over:".

trouble-over = ✅ Over: { $what }
trouble-more = And { $more } more: /status lists them.
trouble-feed-silent = <b>{ $outlet }</b> has published nothing for { $days } days; its usual gap is { $hours ->
        [0] less than an hour
       *[other] { $hours } h
    }. { $url }
trouble-feed-failing = <b>{ $outlet }</b> { $ever ->
        [no] could never be read
       *[yes] could not be read for a day
    }: { $error } { $url }
trouble-country-failing = All { $feeds } feeds of the country “{ $name }” fail.
trouble-host-failing = All { $feeds } feeds at { $name } fail.
trouble-most-failing = { $failing } of { $feeds } feeds fail: the network here, or its names (DNS), may be down.
trouble-not-polled = No feed has been polled for { $minutes } minutes: look into the log of the process that polls, and start it again.
trouble-queue = { $job ->
        [detect] An entry has waited { $minutes } min to be read; { $count } wait.
       *[deliver] An alert has waited { $minutes } min to be sent; { $count } wait.
    }
trouble-set-aside = Set aside after three tries: { $kind ->
        [feeds] feeds
        [entries] entries
        [queries] queries
        [digests] digests
        [postings] postings to machines
       *[deliveries] alerts
    }, { $count } of them. <code>bongsu retry</code> tries them again.
trouble-receiver = The receiver “{ $name }” has taken nothing for { $minutes } minutes: { $error }. What waits for it is kept for a week.
trouble-disk = The disk that the database is on is nearly full: { $megabytes } MB are free.
trouble-database = The database answers slowly: half of its transactions take { $seconds } s or more.
trouble-clock = The clock here is { $seconds } s { $way ->
        [ahead] ahead of
       *[behind] behind
    } Telegram’s: set up NTP.
trouble-token = Telegram does not know the bot token any more: copy it anew from @BotFather and start the service again.
trouble-conflict = Another process asks Telegram for the same bot’s updates: stop one of the two, or take another token.

# The operator's page.

page-overview = Overview
page-feeds = Feeds
page-waiting = Queue
page-alerts = Alerts
page-token = Token (BONGSU_HTTP_TOKEN)
page-token-wrong = That is not the token.
page-enter = Enter
page-well = All is well
page-troubled = Something is wrong
page-feeds-healthy = feeds healthy
page-since-poll = since the last poll
page-since-alert = since the last alert
page-subscribers = subscribers
page-undetected = entries to be read
page-unsent = alerts to be sent
page-refused = alerts that Telegram never took
page-shut = chats that take no messages now
page-copies = copies of broadcasts to be sent
page-receivers = Machines that stories are posted to
page-receiver-well = receiving
page-receiver-waiting = { $count ->
        [one] one story waits
       *[other] { $count } stories wait
    }
page-receiver-failing = has taken nothing for { $time }:
page-flow = The last 24 hours
page-flow-polls = polls
page-flow-failed = polls that failed
page-flow-entries = new entries
page-flow-flagged = flagged
page-flow-stories = stories
page-flow-sent = alerts sent
page-latency = How long the first alert took, since publication
page-medians = The median: fetched { $fetched } after publication, sent { $sent } after that.
page-fetched = fetched
page-sent = sent
page-no-alerts = No alert went out within the last 24 hours.
page-search = Outlet, address, country, language
page-filter = Filter
page-all = all
page-state = { $state ->
        [healthy] healthy
        [failing] failing
        [silent] not read for a day
        [paused] paused
        [gone] gone
       *[set-aside] set aside
    }
page-polled = Last polled: { $polled }. Newest entry: { $newest }.
page-next = Next in { $next }:
page-day-count = { $count } in 24 h
page-why-gone = It said that it is gone for good (410), and is not asked any more.
page-why-set-aside = Code failed over it three times; it waits in the queue for you.
page-why-paused = Paused here; it is not asked until it is resumed.
page-why-failing = It failed { $times } times in a row: each wait is twice the one before, up to { $most }, or as long as its server asks for.
page-why-new = It is new.
page-why-pushed = A hub pushes it, so it is asked as seldom as is allowed, every { $most }.
page-why-watched = A grave story may be confirmed by it, so it is asked as often as is allowed, every { $least }.
page-why-busy = It may bring an alert any moment now, so it is asked as often as is allowed, every { $least }.
page-why-learning = Little is known of it yet; it is asked again after { $wait }.
page-why-rare = It is not likely to bring an alert soon, so it is asked as seldom as is allowed, every { $most }.
page-why-rhythm = By what it is known to do at this hour, { $wait }; an entry comes every { $gap } or so.
page-act-ask = Ask now
page-act-pause = Pause
page-act-resume = Resume
page-act-retry = Try again
page-act-retry-all = Try all again
page-act-drop = Drop
page-none = None.
page-hidden = { $count } more: filter for them.
page-aside = Set aside
page-aside-about = Rows over which code failed three times in a row. Dropping removes a feed, leaves an entry unread, or gives an alert up.
page-kind = { $kind ->
        [feed] Feed
        [entry] Entry
        [query] Query of subscriber
        [digest] Digest of subscriber
        [posting] Posting to a machine
       *[alert] Alert
    }
page-ago = { $time } ago
page-reckoning = The whole reckoning
page-severity = Severity
page-severity-before = { $rule }, which would be { $fires }; fires never go down, and its reports once gave more
page-revision = Revision { $revision }; { $sources ->
        [one] one source of its own
       *[other] { $sources } sources of their own
    }
page-topics = Topics
page-passing = in passing
page-facts = Facts
page-fact = Fact
page-value = Value
page-sentence = Sentence
page-outlet = Outlet
page-reports = Reports: { $count }
page-title = Title
page-published = Published
page-was-fetched = Fetched
page-joined = Why it joined
page-opened = opened it
page-similar = { $percent }% similar to those before
page-time = { $unit ->
        [day] { $count } d
        [hour] { $count } h
        [minute] { $count } min
        [second] { $count } s
       *[moment] under 1 s
    }

# Which rule of severity.toml gave an alert its fires: behind "Why?".

severity-war = an attack between states that were not at war
severity-nuclear-site = a strike on a nuclear site
severity-leader = a strike on a state's leader
severity-many-killed = a strike that killed a hundred or more
severity-killed = a strike that killed ten or more
severity-strike = a strike
severity-strike-averted = a strike that was intercepted
severity-reaction = a reaction to a launch
severity-nuclear-test = a nuclear test
severity-icbm = an intercontinental missile
severity-unconfirmed = grave, but only an aggregator tells it so far
severity-planned = a launch announced, delayed or called off
severity-long-range = a long-range launch
severity-satellite = a satellite, crew or space rocket launched
severity-satellite-north = a satellite launch by North Korea
severity-constellation = more satellites of a large constellation
severity-salvo = five or more launched at once
severity-drill = a test or drill
severity-short-range = a short-range launch
severity-major-round = a major round of sanctions
severity-sanctions = sanctions adopted or changed
severity-proposal = sanctions proposed, threatened or enforced
severity-nuclear-step = a nuclear step short of a test
severity-statement = a statement
severity-topic = what is usual for the topic
severity-query = only your query found it; no rule weighs it
severity-kept = what an earlier report said

# What readers type, set apart by commas; every language's words are understood in all of them. `typed-part` are parts of
# the day, each with the first of the twelve hours that it may name: pm is 12. `typed-hour`, `typed-minute` (9시 30분) and
# `typed-half` (9시 반) stand behind a number, `typed-to` between a beginning and an end, `typed-until` (까지) behind the
# end. `typed-zones` are what people call a timezone, a word each, where CLDR and the IANA names do not. What a language
# does not have, it leaves out.

typed-off = off, none, no, never
typed-on = on, against, targeting
typed-filling = in, for, from, by, the, only, about, to
typed-anywhere = everywhere, anywhere, all, world, worldwide
typed-and = and, or
typed-noon = noon
typed-midnight = midnight
typed-part = am 0, pm 12
typed-hour = h
typed-to = to
typed-zones = Asia/Seoul korea kst busan, Asia/Tokyo jst osaka, Asia/Shanghai china beijing, Asia/Kolkata ist delhi mumbai, Asia/Ho_Chi_Minh hanoi, Europe/Kyiv kyiv, Europe/London uk bst, Europe/Moscow msk, Europe/Zurich geneva, Europe/Berlin germany cet cest, America/New_York est edt et ny nyc washington, America/Los_Angeles pst pdt pt sf

# Besides these texts a language may say what things are called: `called-topic-KEY` and `called-topic-KEY-about` (else
# English), `called-place-KEY` (countries by code, regions and bodies; else as CLDR and places.toml have it) and
# `called-party-NAME` for who acts and is no country, such as `called-party-european-union`.

# /timeline: what happened, as a picture. Its texts are plain where the picture shows them.

menu-timeline = a picture of what happened, week by week
button-csv = 📄 As a table (CSV)
timeline-usage =
    A picture of what happened, week by week. Press a topic, or name one, and if you like a place and a time:
    <code>/timeline launches</code>
    <code>/timeline launches korea 6m</code>
    <code>/timeline sanctions on Russia 2026-09-01..2026-11-30</code>
    The time is so many days (30d), weeks (12w), months (6m) or years (1y), or two dates; 12 weeks where you name none.
timeline-period = I could not read a time in “{ $said }”, so I drew nothing. It is so many days, weeks, months or years until today, two years at most, or two dates: <code>/timeline launches 30d</code>, <code>12w</code>, <code>6m</code>, <code>1y</code> or <code>2026-09-01..2026-11-30</code>
timeline-topic = I know no topic “{ $name }”. There are { $known } and your own queries. For example: <code>/timeline launches korea 12w</code>
timeline-place = I know no country or region “{ $name }”. Name one in any language: <code>/timeline { $key } korea 12w</code> or <code>/timeline { $key } Iran, Japan 6m</code>
timeline-few = { $count ->
        [0] There was no event of <b>{ $title }</b> in { $days } days, so there is nothing to draw.
       *[other] There was one event of <b>{ $title }</b> in { $days } days, which makes no picture: /latest shows it.
    } A longer time may hold more: <code>{ $longer }</code>
timeline-many = These are { $total } events, more than the { $most } that I draw. Choose a shorter time, a place, or only the grave ones: <code>/timeline strikes Iran 4 30d</code>
timeline-later = Too many pictures for now. Please ask again in { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }.
timeline-busy = I could not draw it just now; please try again in a minute.
timeline-not-now = I cannot make the table just now. Please ask for the picture again in a few minutes.
timeline-caption = 📊 <b>{ $title }</b>, { $first } – { $last }: { $total } events
timeline-launches = Launches: { $count }
timeline-sanctions = Sanctions: { $imposed } imposed or extended, { $eased } eased or lifted
timeline-back = { $count ->
        [one] One that was taken back is left out.
       *[other] { $count } that were taken back are left out.
    }
timeline-first-bar = { $days ->
        [one] The first bar is of one day, the others of seven.
       *[other] The first bar is of { $days } days, the others of seven.
    }
timeline-panel-weeks = { $title }: events a week
timeline-panel-kinds = Launches by kind
timeline-panel-figures = Range and altitude of the latest launches, km
timeline-panel-issuers = Sanctions by issuer
timeline-fires = { $count ->
        [one] 1 fire
       *[other] { $count } fires
    }
timeline-range = Range
timeline-apogee = Highest altitude
timeline-imposed = Imposed or extended
timeline-eased = Eased or lifted
timeline-unnamed = not stated
timeline-others = others

# /share: a link, and a QR code, that follow what somebody follows.

menu-share = a link and QR code to pass on what you follow
share-nothing = This chat follows nothing yet that a link could pass on. Choose topics with /subscribe, or name one: <code>/share launches korea</code>
share-long = A link cannot hold all of that. Name one topic, or fewer places: <code>/share launches korea</code>
share-caption =
    🔗 Whoever opens this link or scans the code sees this list and can follow it with one press:
    { $topics }
    { $link }
share-own = Your own queries are not part of it: their words do not fit into a link.
share-opened =
    Somebody shared what they follow with you:
    { $topics }
    Shall I tell you of it from now on? Nothing else changes.
share-line = • <b>{ $topic }</b>{ $before ->
        [none] { "" }
        [same] { " " }(you follow it already)
       *[other] , instead of what you have now: { $before }
    }
share-already = You follow all of this already:
    { $topics }
    /settings changes it.
share-done =
    ✅ You now follow:
    { $topics }
    /settings changes it, /latest shows the newest stories.
share-kept = Nothing was changed. /topics shows what you can follow.
button-share-yes = ✅ Follow
button-share-no = No, thanks
start-unknown = That link is incomplete, or from another version: I could not tell what it should follow, and changed nothing.

# Muting an outlet by a button.

button-outlet = Mute { $outlet }
button-outlet-undo = 🔕 { $outlet } · unmute
toast-outlet-muted = Muted: what only { $outlet } reports will not come any more.
toast-outlet-heard = { $outlet } is not muted any more.
