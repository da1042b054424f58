"""Training of the reader (`retriever.reader`): base, examples, model, loop and export."""
