// The room's JSON API, as one person uses it.

/** The room said no: `message` is the sentence to show, `keep` whether what was typed should stay. */
export class Refusal extends Error {
  constructor(sentence, keep) {
    super(sentence);
    this.keep = keep;
  }
}

const UNREACHED = "トークルームにつながりませんでした。少し待ってから、もう一度お試しください。";

const STOPPED = "送信を取りやめました。";

const BROKEN = "トークルームの側で問題が起きました。もう一度お試しください。";

async function ask(path, body) {
  const answer = await fetch(`/room/${path}`, body && posted(body)).catch(() => {
    throw new Refusal(UNREACHED, true);
  });
  return judged(answer.ok, await answer.json().catch(() => null));
}

function judged(ok, data) {
  if (!data) throw new Refusal(BROKEN, true);
  if (!ok || data.ok === false) throw new Refusal(data.say ?? BROKEN, data.keep ?? true);
  return data;
}

function posted(body) {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** Send a file; `progress(share)` hears how much of it is out. Only XMLHttpRequest tells that. */
function upload(user, file, { progress, cancelled }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/room/${person(user)}/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onerror = () => reject(new Refusal(UNREACHED, true));
    request.onabort = () => reject(new Refusal(STOPPED, true)); // nobody must wait for it any longer
    request.onload = () => resolve(Promise.resolve().then(() => uploaded(request)));
    cancelled?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function uploaded({ status, responseText }) {
  return judged(status < 400, JSON.parse(responseText)).file;
}

const name = encodeURIComponent;
const person = (user) => `people/${name(user)}`;
const at = (user, channel) => `${person(user)}/channels/${name(channel)}`;
const view = (user, id) => `${person(user)}/views/${name(id)}`;

export const PAGE = 50;

export const api = {
  state: () => ask("state"),
  moveClock: (by) => ask("clock", by),
  setFault: (fault) => ask("faults", fault),
  reset: () => ask("reset", {}),

  channels: (user) => ask(`${person(user)}/channels`),
  messages: (user, channel, before) =>
    ask(`${at(user, channel)}/messages?limit=${PAGE}${before ? `&before=${name(before)}` : ""}`),
  thread: (user, channel, ts) => ask(`${at(user, channel)}/threads/${name(ts)}`),
  pins: (user, channel) => ask(`${at(user, channel)}/pins`),
  type: (user, channel, said) => ask(`${at(user, channel)}/type`, said),
  press: (user, channel, action) => ask(`${at(user, channel)}/press`, action),
  options: (user, channel, asked) => ask(`${at(user, channel)}/options`, asked),
  read: (user, channel, ts) => ask(`${at(user, channel)}/read`, { ts }),
  react: (user, channel, reaction) => ask(`${at(user, channel)}/react`, reaction),
  pin: (user, channel, pin) => ask(`${at(user, channel)}/pin`, pin),
  edit: (user, channel, edited) => ask(`${at(user, channel)}/edit`, edited),
  delete: (user, channel, ts) => ask(`${at(user, channel)}/delete`, { ts }),
  messageShortcut: (user, channel, shortcut) => ask(`${at(user, channel)}/shortcuts`, shortcut),

  shortcut: (user, shortcut) => ask(`${person(user)}/shortcuts`, shortcut),
  upload,
  home: (user, app) => ask(`${person(user)}/home/${name(app)}`),
  modal: (user) => ask(`${person(user)}/modal`),
  pressIn: (user, id, action) => ask(`${view(user, id)}/press`, action),
  optionsIn: (user, id, asked) => ask(`${view(user, id)}/options`, asked),
  submit: (user, id, state) => ask(`${view(user, id)}/submit`, { state }),
  close: (user, id) => ask(`${view(user, id)}/close`, {}),
  liveAddress: (user) => `/room/${person(user)}/live`,
};
