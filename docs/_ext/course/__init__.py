"""What makes the pages a course: marked definitions, a glossary that knows where words are met, and exercises."""
