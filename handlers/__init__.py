"""What people may ask: commands and buttons, Telegram in."""
