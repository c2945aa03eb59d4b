"""What the server does beside drawing pages: routes without a script behind them, middleware, and what begins and ends with the server."""
