"""What the site tells those who run it, and never of those who visit it."""
