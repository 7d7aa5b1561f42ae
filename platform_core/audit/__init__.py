"""Who did what to a place and to the platform: append-only, each entry sealed with the one before it."""
