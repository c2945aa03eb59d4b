"""What a native element cannot do: components that get their text as data and write it with textContent only."""
