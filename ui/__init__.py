"""What people and programs use: the command line, the web page, its endpoints, and office files."""
