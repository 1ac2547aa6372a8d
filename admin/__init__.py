"""What an administrator (管理者) does beside the running bot: check, set up, back up, restore, move."""
