"""The server around the pages: routes that run no script, middleware, and what starts and stops with the server."""
