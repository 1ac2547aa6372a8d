// What a select offers: its own options, the people and rooms one sees, or what the app answers to what is typed.

import { plain } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { optionsIn } from "./values.js";

const LEAST = 3; // Slack's own min_query_length

/**
 * For one element: `groups` or `source` for the menu, `named(held)` what a chosen one is called, `idOf(held)` its value,
 * and `held(option)` what is kept of it.
 */
export function offers(element, block, around) {
  return OFFERS[element.type.replace("multi_", "").replace("_select", "")](element, block, around);
}

const OFFERS = { static: own, external, users, channels, conversations };

function own(element) {
  const named = (value) => plain(optionsIn(element).find((option) => option.value === value)?.text);
  return { groups: groupsOf(element), named, idOf: (value) => value, held: ({ value }) => value };
}

function external(element, block, around) {
  const where = { block_id: block.block_id, action_id: element.action_id };
  const ask = async (value) => groupsOf(await around.options({ ...where, value }));
  return {
    source: { ask, least: element.min_query_length ?? LEAST },
    named: ({ text }) => plain(text),
    idOf: ({ value }) => value,
    held: ({ whole }) => whole,
  };
}

function users(_, __, { names }) {
  const people = [...names.people.values()].filter(({ kind }) => kind !== "app").map(asPerson);
  return byId(people, (id) => names.person(id));
}

function channels(_, __, { names }) {
  const rooms = [...names.channels.values()].filter(({ kind }) => kind === "channel").map(asRoom);
  return byId(rooms, (id) => `# ${names.channel(id)}`);
}

function conversations({ filter = {} }, __, { names }) {
  const wanted = ({ kind, with: other }) =>
    (filter.include ?? ["im", "public", "private"]).some((sort) => (sort === "im") === (kind === "im")) &&
    !(filter.exclude_bot_users && names.people.get(other)?.kind === "app");
  return byId([...names.channels.values()].filter(wanted).map(asRoom), (id) => nameOf(names.channels.get(id)));
}

function byId(options, named) {
  return { groups: [{ options }], named, idOf: (id) => id, held: ({ value }) => value };
}

function asPerson(person) {
  return { value: person.id, text: person.name, description: person.title, face: avatar(person) };
}

const asRoom = (room) => ({ value: room.id, text: nameOf(room) });

function nameOf(room) {
  if (!room) return "見られないトークルーム";
  return room.kind === "im" ? room.name : `# ${room.name}`;
}

function groupsOf({ options, option_groups: groups }) {
  return groups
    ? groups.map(({ label, options: inner }) => ({ label: plain(label), options: inner.map(choice) }))
    : [{ options: (options ?? []).map(choice) }];
}

function choice(option) {
  return { value: option.value, text: plain(option.text), description: plain(option.description), whole: option };
}
