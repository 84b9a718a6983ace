"""What goes over the wire: names, limits and text of requests and answers."""
