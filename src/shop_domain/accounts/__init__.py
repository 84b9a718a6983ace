"""Who somebody is: users, how they come to be, and what they may choose as a name and password."""
