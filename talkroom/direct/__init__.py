"""The line to a chat that speaks MessagePack-RPC over a WebSocket. Nothing starts it by itself; see docs/logo.md."""
