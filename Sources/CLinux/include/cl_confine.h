// Identity, capabilities, limits, scheduling, roots and filters: what the helper applies.
#pragma once
