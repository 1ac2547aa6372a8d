// hubot with one script that answers `!status` with a constant text. Its Slack is the one of SLACK_API_URL.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const { MODULES, SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN, CONSTANT } = process.env
const from = (path) => import(pathToFileURL(`${MODULES}/node_modules/${path}`))
const { default: Hubot } = await from('hubot/index.mjs')
const { SlackBot } = await from('@hubot-friends/hubot-slack/src/Bot.mjs')
const theirs = createRequire(`${MODULES}/node_modules/@hubot-friends/hubot-slack/src/Bot.mjs`)
const { SocketModeClient } = theirs('@slack/socket-mode')
const { WebClient } = theirs('@slack/web-api')

const options = {
  appToken: SLACK_APP_TOKEN,
  botToken: SLACK_BOT_TOKEN,
  socket: new SocketModeClient({ appToken: SLACK_APP_TOKEN, clientOptions: { slackApiUrl: SLACK_API_URL } }),
  web: new WebClient(SLACK_BOT_TOKEN, { slackApiUrl: SLACK_API_URL, maxRequestConcurrency: 1, logLevel: 'error' })
}
process.env.HUBOT_LOG_LEVEL = 'error'
const robot = Hubot.loadBot({ use: (it) => new SlackBot(it, options) }, false, 'bot', false)
await robot.loadAdapter()
robot.hear(/^!status/, async (heard) => { await heard.send(CONSTANT) })
await robot.run()
