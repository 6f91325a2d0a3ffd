"""The engine on this machine: a zygote process loads the dataset and forks workers."""
