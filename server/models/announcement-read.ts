// Remembers that an account has closed an announcement.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';

export class AnnouncementRead extends Model<InferAttributes<AnnouncementRead>, InferCreationAttributes<AnnouncementRead>> {
  declare accountId: string;
  declare announcementId: string;
  declare readAt: Date;

  static define(sequelize: Sequelize): void {
    AnnouncementRead.init({
      accountId: { type: DataTypes.TEXT, primaryKey: true },
      announcementId: { type: DataTypes.TEXT, primaryKey: true },
      readAt: DataTypes.DATE,
    }, { sequelize, tableName: 'announcement_reads', timestamps: false });
  }
}
