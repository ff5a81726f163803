"""An episode as it stands, frame by frame and track by track, before anything is exported."""
