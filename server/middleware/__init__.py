"""Layers around the application: access log, metrics, response cache."""
