// How many tries a key has spent in its window; survives a restart.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class RateLimit extends Model<InferAttributes<RateLimit>, InferCreationAttributes<RateLimit>> {
  declare key: string;
  declare hits: number;
  declare resetsAt: Date;

  static define(sequelize: Sequelize): void {
    RateLimit.init({
      key: { type: DataTypes.TEXT, primaryKey: true },
      hits: DataTypes.INTEGER,
      resetsAt: DataTypes.DATE,
    }, { sequelize, tableName: 'rate_limits', timestamps: false });
  }
}
