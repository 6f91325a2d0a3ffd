"""Reference data for the rules: vocabularies, governments, agents, links and reviewed rows."""
