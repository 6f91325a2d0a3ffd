"""What the rules look names up in: vocabularies, governments, agents, links and reviewed rows."""
