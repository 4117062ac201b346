"""Files that came back -> what is taken into a store, what is refused, and why, in words for those who sent them."""
