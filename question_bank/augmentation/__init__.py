"""Questions about data augmentation."""
