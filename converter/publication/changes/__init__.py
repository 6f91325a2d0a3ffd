"""What has changed since an earlier dataset."""
