"""The OpenAPI document of the routes, and the pages that show it; all of it works with no internet."""
