"""What is nearest to an address without a page: pages of the site, and resources."""
