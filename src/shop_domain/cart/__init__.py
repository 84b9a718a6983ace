"""The cart: what a shopper means to buy."""
