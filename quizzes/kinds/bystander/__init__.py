"""Bystander: choosing the best and the worst of what one could do when somebody is hurt online."""
