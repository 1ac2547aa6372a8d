"""What a person does in the room, and how the app is told of it."""
