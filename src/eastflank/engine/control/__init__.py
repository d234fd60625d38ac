"""Movement control: chooses mode and route for each consignment, and answers news."""
