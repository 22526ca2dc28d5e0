// The preview's chat page: shows what the Bot API stand-in holds, and says what a person says.
// Text reaches the page as text; the one exception is a message's `html`, which the stand-in makes from entities.

/**
 * @typedef {{label: string, data?: string, url?: string, copied?: string, style?: string}} Key
 * @typedef {{id: number, from: "bot"|"user", name: ?string, text: string, html: string, buttons: Key[][],
 *   date: string, edited: boolean, aside: boolean, reply_to: ?number, thread: ?string,
 *   file: ?{name: string, photo: boolean}, preview: ?{url: string, prefer_large_media?: boolean}}} Message
 * @typedef {{id: number, kind: "private"|"group"|"supergroup"|"channel", title: string, last: ?Message}} Chat
 */

const AVATARS = { private: "🔥", group: "👥", supergroup: "👥", channel: "📣" };
const KINDS = { private: "bot", group: "group", supergroup: "group", channel: "channel" };
const NEAR = 60; // pixels from the bottom within which one is reading the newest

/** @type {(id: string) => any} */
const $ = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long" });

/** @type {Map<number, Chat>} */
const chats = new Map();
/** @type {Map<number, number>} how many messages came to a chat that was not open */
const unread = new Map();
/** @type {Map<number, {message: Message, element: HTMLElement}>} the open chat's messages, by id */
let shown = new Map();
/** @type {{command: string, description: string}[]} the bot's menu, and those of it that are on offer */
let commands = [];
let offered = [];
let active = 0; // which of those is highlighted
/** @type {?number} the open chat */
let open = null;
let refreshes = 0; // how often the open chat was asked for
let online = false;
let following = true; // whether the newest message is in view

/** Make an element with properties, attributes (`role` and names with a hyphen) and children. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** GET, or POST when there is something to say; the answer's JSON. */
async function api(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`/api/${path}`, body && post);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text && JSON.parse(text);
}

const firstLine = (message) => message?.text.split("\n")[0] || (message?.file ? `📎 ${message.file.name}` : "");

function drawChats() {
  $("chats").replaceChildren(...[...chats.values()].map((chat) => {
    const count = unread.get(chat.id);
    return make("li", {}, make("button",
      { type: "button", onclick: () => show(chat.id), "aria-current": String(chat.id === open) },
      make("span", { className: "avatar", "data-kind": chat.kind, "aria-hidden": "true" }, AVATARS[chat.kind]),
      make("span", { className: "what" },
        make("span", { className: "name" }, chat.title),
        make("span", { className: "last" }, firstLine(chat.last) || KINDS[chat.kind])),
      ...(count ? [make("span", { className: "badge", "aria-label": `${count} new` }, count)] : [])));
  }));
}

/** The header, and what one writes with: START where a private chat is empty. */
function drawFrame() {
  const chat = chats.get(open);
  if (!chat) return;
  const fresh = chat.kind === "private" && shown.size === 0;
  $("title").textContent = document.title = chat.title;
  $("avatar").textContent = AVATARS[chat.kind];
  $("avatar").dataset.kind = chat.kind;
  $("state").textContent = online ? KINDS[chat.kind] : "connecting…";
  $("state").toggleAttribute("data-offline", !online);
  $("empty").textContent = fresh ? "Press START and follow a topic: the sample news begins then." : "Nothing here yet";
  $("empty").hidden = shown.size > 0;
  $("start").hidden = !fresh;
  $("compose").hidden = fresh;
  $("attach").hidden = chat.kind !== "private";
}

async function show(id) {
  open = id;
  unread.delete(id);
  shown = new Map();
  $("log").replaceChildren();
  document.body.dataset.view = "chat";
  location.replace(`#${id}`);
  $("log").ariaBusy = "true"; // a screen reader need not read the whole chat
  await refresh();
  $("log").ariaBusy = "false";
  toBottom();
  if (matchMedia("(pointer: fine)").matches) $("text").focus();
}

/** Bring the open chat to what the stand-in holds, leaving alone what is unchanged. Of several at a time the last counts. */
async function refresh() {
  const id = open;
  const mine = ++refreshes;
  if (id === null) return;
  const [messages, menu] = await Promise.all([api(`chats/${id}/messages`), api(`commands?chat=${id}`)]);
  if (mine !== refreshes) return; // a later one knows more, whichever is answered first
  const changed = JSON.stringify(menu) !== JSON.stringify(commands);
  commands = menu;
  if (changed && offered.length) offer(matching($("text").value || "/"));
  const held = new Set(messages.map((message) => message.id));
  keepPlace(() => {
    for (const old of [...shown.keys()]) if (!held.has(old)) remove(old);
    for (const message of messages) put(message);
  });
  drawFrame();
  drawChats();
}

// Messages

/** Show a message at the end, or its edit in place. */
function put(message) {
  const known = shown.get(message.id);
  if (!message.text && !message.file) return; // someone joined, or the like
  if (known && JSON.stringify(known.message) === JSON.stringify(message)) return;
  const element = drawMessage(message);
  if (known) known.element.replaceWith(element);
  else {
    const day = calendar.format(new Date(message.date));
    const days = $("log").querySelectorAll(".day");
    if (days[days.length - 1]?.textContent !== day) $("log").append(make("p", { className: "day", role: "separator" }, day));
    $("log").append(element);
  }
  shown.set(message.id, { message, element });
}

function remove(id) {
  const element = shown.get(id)?.element;
  if (!element) return;
  const [before, after] = [element.previousElementSibling, element.nextElementSibling];
  if (before?.className === "day" && (!after || after.className === "day")) before.remove();
  element.remove();
  shown.delete(id);
}

/** @param {Message} message */
function drawMessage(message) {
  const body = make("div", { className: "body", innerHTML: message.html }); // safe by construction; see the head
  dress(body);
  const date = new Date(message.date);
  const time = make("time", { dateTime: message.date, title: date.toLocaleString() },
    (message.edited ? "edited " : "") + clock.format(date));
  const who = message.from === "bot" ? "Bot" : message.name || "You";
  const quoted = shown.get(message.reply_to)?.message;
  const rows = message.buttons.map((row) => make("div", {}, ...row.map((key) => drawKey(message, key))));
  return make("article", { className: `message ${message.from}`, "aria-label": who },
    make("div", { className: "bubble" },
      ...(message.from === "user" && chats.get(open)?.kind !== "private" ? [make("b", { className: "who" }, who)] : []),
      ...(message.aside ? [make("span", { className: "alone" }, "👁 Only you see this")] : []),
      ...(message.thread ? [make("div", { className: "thread" }, message.thread)] : []),
      ...(quoted ? [make("div", { className: "reply" }, firstLine(quoted))] : []),
      ...(message.file ? [drawFile(message)] : []),
      body, ...(message.preview ? [drawPreview(message.preview)] : []), time),
    ...(rows.length ? [make("div", { className: "keys" }, ...rows)] : []));
}

/** A link's preview. What the page shows nobody asks it here: its site, and where its picture would be. */
function drawPreview(preview) {
  const size = preview.prefer_large_media ? "large" : "small";
  return make("a", { className: `preview ${size}`, href: preview.url, target: "_blank", rel: "noopener noreferrer" },
    make("b", {}, new URL(preview.url).host), make("span", { className: "picture", "aria-hidden": "true" }, "🖼"));
}

/** A photo, which opens in full, or a document to keep. */
function drawFile(message) {
  const href = `/api/chats/${open}/messages/${message.id}/file`;
  if (!message.file.photo) return make("a", { className: "file", href, download: message.file.name }, `📎 ${message.file.name}`);
  const image = make("img", { src: href, alt: firstLine(message) });
  image.onload = () => following && toBottom(); // it is as tall as it is only now
  return make("a", { className: "photo", href, target: "_blank", rel: "noopener noreferrer" }, image);
}

/** Give spoilers, foldable quotes and commands what they do in Telegram. */
function dress(body) {
  const does = {
    ".spoiler": (spoiler) => spoiler.classList.add("shown"),
    ".expandable": (quote) => keepPlace(() => quote.classList.toggle("unfolded")),
    ".command": (command) => say(command.textContent),
  };
  for (const [selector, act] of Object.entries(does)) {
    for (const element of body.querySelectorAll(selector)) {
      element.tabIndex = 0;
      element.role = "button";
      element.onclick = () => act(element);
      element.onkeydown = (event) => event.key === "Enter" && act(element);
    }
  }
  for (const time of body.querySelectorAll("time[data-unix]")) {
    const at = new Date(time.dataset.unix * 1000);
    time.title = at.toLocaleString();
    time.textContent = momentOf(at, time.dataset.format) || time.textContent;
  }
  for (const quote of body.querySelectorAll("blockquote")) { // the line break after a block is the block's own
    const next = quote.nextSibling;
    if (next?.nodeType === Node.TEXT_NODE) next.data = next.data.replace(/^\n/, "");
  }
}

/** A date-time entity in the reader's zone, as its format says: `w` weekday, `d` or `D` date, `t` or `T` time, `r` ago. */
function momentOf(at, format) {
  if (format === "r") {
    const minutes = Math.round((at - Date.now()) / 60000);
    const unit = Math.abs(minutes) < 60 ? ["minute", 1] : Math.abs(minutes) < 1440 ? ["hour", 60] : ["day", 1440];
    return new Intl.RelativeTimeFormat().format(Math.round(minutes / unit[1]), unit[0]);
  }
  const parts = {
    w: { weekday: "long" },
    d: { day: "numeric", month: "short" },
    D: { day: "numeric", month: "long", year: "numeric" },
    t: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    T: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  };
  const options = Object.assign({}, ...[...format].map((letter) => parts[letter]));
  return format && new Intl.DateTimeFormat([], options).format(at);
}

/** An inline button: a link, or one that asks the bot and turns until it answers. */
function drawKey(message, key) {
  const look = { className: "key", "data-style": key.style ?? "" };
  if (key.url) return make("a", { ...look, href: key.url, target: "_blank", rel: "noopener noreferrer" }, key.label);
  const button = make("button", { ...look, type: "button" }, key.label);
  if (key.copied) {
    button.onclick = () => navigator.clipboard.writeText(key.copied).then(() => toast("Copied"), () => warn(key.copied));
    return button;
  }
  button.onclick = async () => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    try {
      const answer = await api(`chats/${open}/press`, { message_id: message.id, data: key.data });
      if (answer?.text) (answer.alert ? warn : toast)(answer.text);
    } catch {
      toast("The bot did not answer");
    }
    button.ariaBusy = "false";
  };
  return button;
}

let fading;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => ($("toast").hidden = true), 3500);
}

function warn(text) {
  $("alert").firstElementChild.textContent = text;
  $("alert").showModal();
}

// Scrolling

const atBottom = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < NEAR;

function toBottom() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
  $("newest").hidden = true;
}

/** Change the log without moving what is being read: the newest message, or the first one in view. */
function keepPlace(change) {
  if (atBottom()) {
    change();
    return toBottom();
  }
  const top = $("scroll").getBoundingClientRect().top;
  const reading = [...shown].find(([, { element }]) => element.getBoundingClientRect().bottom > top)?.[0];
  const place = () => shown.get(reading)?.element.getBoundingClientRect().top;
  const before = place();
  change();
  $("scroll").scrollTop += (place() ?? before) - before || 0;
}

// What one says

async function say(text) {
  if (!text.trim()) return;
  try {
    await api(`chats/${open}/messages`, { text });
    if ($("text").value.trim() === text.trim() || text[0] === "/") $("text").value = "";
    offer([]);
    toBottom();
  } catch {
    toast("Not sent: the service does not answer");
  }
}

/** Send a file, in Base64: JSON holds no bytes. */
async function sendFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  try {
    await api(`chats/${open}/files`, { name: file.name, content });
    toBottom();
  } catch {
    toast("Not sent: files go to the bot's private chat, up to 700 KB");
  }
}

/** Show these commands to choose from; none hides the list. */
function offer(list, highlighted = 0) {
  offered = list;
  active = highlighted;
  $("commands").replaceChildren(...list.map(({ command, description }, index) =>
    make("li", { role: "option", id: `command-${index}`, "aria-selected": String(index === active),
      onclick: () => say(`/${command}`) }, make("b", {}, `/${command}`), make("span", {}, description))));
  $("commands").hidden = !list.length;
  $("text").ariaExpanded = $("menu").ariaExpanded = String(list.length > 0);
  $("text").setAttribute("aria-activedescendant", list.length ? `command-${active}` : "");
  if (list.length) $(`command-${active}`).scrollIntoView({ block: "nearest" });
}

/** The commands that what is typed may become, an exact one first. */
function matching(typed) {
  if (!/^\/\w*$/.test(typed)) return [];
  const start = typed.slice(1).toLowerCase();
  const exact = ({ command }) => Number(command === start);
  return commands.filter(({ command }) => command.startsWith(start)).sort((a, b) => exact(b) - exact(a));
}

/** Enter sends (Shift+Enter breaks the line); arrows, Enter, Tab and Escape act on the list while there is one. */
function onKey(event) {
  if (event.isComposing) return; // there, Enter ends a Hangul syllable
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const chosen = offered[active];
  if (chosen && step) offer(offered, (active + step + offered.length) % offered.length);
  else if (chosen && event.key === "Escape") offer([]);
  else if (chosen && event.key === "Tab" && !event.shiftKey) {
    $("text").value = `/${chosen.command} `;
    offer([]);
  } else if (event.key === "Enter" && !event.shiftKey) say(chosen ? `/${chosen.command}` : $("text").value);
  else return;
  event.preventDefault();
}

// What the stand-in tells

/** Read everything anew: at first, and after the connection was lost. */
async function load() {
  const list = await api("chats");
  chats.clear();
  for (const chat of list) chats.set(chat.id, chat);
  const asked = Number(location.hash.slice(1));
  if (chats.has(open)) await refresh();
  else if (list.length) await show(chats.has(asked) ? asked : list[0].id);
}

/** A message came or changed: in the open chat it is shown, in another it is counted. */
function onMessage({ chat_id: id, message }, edited) {
  const chat = chats.get(id);
  if (!chat) return load();
  if (!edited || chat.last?.id === message.id) chat.last = message;
  if (id !== open) unread.set(id, (unread.get(id) ?? 0) + (edited ? 0 : 1));
  else {
    const reading = atBottom() || message.from === "user";
    keepPlace(() => put(message));
    if (!edited && reading) toBottom();
    else if (!edited) $("newest").hidden = false;
    drawFrame();
  }
  drawChats();
}

function listen() {
  const events = new EventSource("/api/events");
  const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)));
  const connected = (yes) => { online = yes; drawFrame(); };
  events.onopen = () => load().then(() => connected(true), () => connected(false));
  events.onerror = () => {
    connected(false);
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
  on("message", (data) => onMessage(data, false));
  on("edit", (data) => onMessage(data, true));
  on("delete", load);
  on("commands", refresh);
}

$("back").onclick = () => (document.body.dataset.view = "list");
$("start").onclick = () => say("/start");
$("newest").onclick = toBottom;
$("scroll").onscroll = () => {
  following = atBottom();
  if (following) $("newest").hidden = true;
};
$("attach").onclick = () => $("file").click();
$("file").onchange = () => {
  for (const file of $("file").files) sendFile(file);
  $("file").value = "";
};
$("menu").onclick = () => {
  offer(offered.length ? [] : commands);
  $("text").focus();
};
$("compose").onsubmit = (event) => {
  event.preventDefault();
  say($("text").value);
};
$("text").onkeydown = onKey;
$("text").oninput = () => offer(matching($("text").value));
document.addEventListener("click", (event) => $("foot").contains(event.target) || offer([]));
new ResizeObserver(() => following && toBottom()).observe($("scroll"));
listen();
