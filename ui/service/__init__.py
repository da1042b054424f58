"""What the page and the endpoints share: the open index, long work in processes of its own, uploads, sessions."""
