"""What the domain's ports meet: databases, payment providers, mail, secrets, and the root that wires them."""
