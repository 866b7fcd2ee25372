"""What the business does. Nothing in here knows Streamlit."""
