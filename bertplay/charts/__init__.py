"""Pure drawing: result -> Altair or Plotly figure. File names as in tasks/."""
