"""Routes from a person to a goal, with programs to take for each step of them."""

from programs.routes.goals import Goal, goal_of, goals_in
from programs.routes.ways import Leg, Legs, Plan, Reason, routes_to

__all__ = ["Goal", "Leg", "Legs", "Plan", "Reason", "goal_of", "goals_in", "routes_to"]
