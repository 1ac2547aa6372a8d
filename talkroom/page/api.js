// The room's JSON API, as one person uses it.

/** The room said no: `message` is the sentence to show, `keep` whether what was typed should stay. */
export class Refusal extends Error {
  constructor(sentence, keep) {
    super(sentence);
    this.keep = keep;
  }
}

const UNREACHED = "トークルームにつながりませんでした。少し待ってから、もう一度お試しください。";

const BROKEN = "トークルームの側で問題が起きました。もう一度お試しください。";

async function ask(path, body) {
  const answer = await fetch(`/room/${path}`, body && posted(body)).catch(() => {
    throw new Refusal(UNREACHED, true);
  });
  const data = await answer.json().catch(() => ({ ok: false, say: BROKEN }));
  if (!answer.ok || data.ok === false) throw new Refusal(data.say ?? BROKEN, data.keep ?? true);
  return data;
}

function posted(body) {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

const at = (user, channel) => `people/${encodeURIComponent(user)}/channels/${encodeURIComponent(channel)}`;

export const PAGE = 50;

export const api = {
  state: () => ask("state"),
  channels: (user) => ask(`people/${encodeURIComponent(user)}/channels`),
  messages: (user, channel, before) =>
    ask(`${at(user, channel)}/messages?limit=${PAGE}${before ? `&before=${encodeURIComponent(before)}` : ""}`),
  thread: (user, channel, ts) => ask(`${at(user, channel)}/threads/${encodeURIComponent(ts)}`),
  type: (user, channel, text, thread) =>
    ask(`${at(user, channel)}/type`, thread ? { text, thread_ts: thread } : { text }),
  press: (user, channel, action) => ask(`${at(user, channel)}/press`, action),
  read: (user, channel, ts) => ask(`${at(user, channel)}/read`, { ts }),
  moveClock: (by) => ask("clock", by),
  liveAddress: (user) => `/room/people/${encodeURIComponent(user)}/live`,
};
