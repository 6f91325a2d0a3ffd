"""The engine in processes of this machine: a zygote that loads, and workers that it forks."""
