"""What the demo runs on: everything that the service needs of the outside world, on this machine."""
