"""Report desk: taking a case through the report flow of an app, or leaving it alone where nothing is to be reported."""
