"""The papers of the conference: each composed from what is known, drawn by documents/xlsx, pptx and csv."""
