"""The screens: each shows rows of the services and turns keys into use cases."""
