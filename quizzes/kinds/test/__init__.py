"""The test before and after the course: parallel forms of questions and posts, without a pass mark."""
