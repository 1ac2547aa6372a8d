// Bolt for JavaScript that answers `!status` and /status with a constant text. Its Slack is the one of SLACK_API_URL.
const { createRequire } = require('node:module')

const { MODULES, SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN, CONSTANT } = process.env
const { App, LogLevel, SocketModeReceiver } = createRequire(`${MODULES}/node_modules/`)('@slack/bolt')
const clientOptions = { slackApiUrl: SLACK_API_URL }
const receiver = new SocketModeReceiver({ appToken: SLACK_APP_TOKEN, clientOptions, installerOptions: { clientOptions } })
const app = new App({ token: SLACK_BOT_TOKEN, receiver, clientOptions, logLevel: LogLevel.ERROR })
app.message(/^!status/, async ({ say }) => { await say(CONSTANT) })
app.command('/status', async ({ ack }) => { await ack({ response_type: 'ephemeral', text: CONSTANT }) })
app.start()
