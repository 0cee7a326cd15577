"""What is handed out as a ZIP, whatever it carries: to whom it belongs, what its files are called, its lists."""
